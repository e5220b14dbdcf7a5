"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextArea, TextField } from "#app/ui/form/text-field.tsx";
import { shiftOf, timeText, WEEKDAYS } from "./shift-text.ts";

type Calendar = RouterOutputs["teams"]["list"]["calendars"][number];

const USUAL = { startMinute: 540, endMinute: 1020 };
const WORKDAYS = 5;

export function CalendarForm({ edited, timeZone }: { edited: Calendar | null; timeZone: string }) {
  const router = useRouter();
  const shifts = edited?.shifts ?? WEEKDAYS.map((_, day) => (day < WORKDAYS ? USUAL : null));
  return (
    <Form
      id="calendar"
      clearAfter={edited === null}
      onSend={async (values) => {
        const text = (name: string) => textOf(values, name);
        const wrong = await send((client) =>
          client.teams.saveCalendar.mutate({
            calendarId: edited?.id ?? null,
            name: text("calendar-name"),
            zone: text("zone"),
            shifts: WEEKDAYS.map((_, day) => shiftOf(text(`from-${day}`), text(`to-${day}`))),
            holidays: text("holidays")
              .split(/[\s,;]+/)
              .filter((day) => day !== ""),
          }),
        );
        if (!wrong) {
          showToast("The calendar is saved, and the log is audited anew.");
          router.push("/settings/teams");
          router.refresh();
          return undefined;
        }
        const fieldOf = (path: string) =>
          path.startsWith("holidays") ? "holidays" : path === "name" ? "calendar-name" : path.startsWith("shifts") ? "from-0" : path;
        return { ...wrong, fields: Object.fromEntries(Object.entries(wrong.fields).map(([path, message]) => [fieldOf(path), message])) };
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="calendar-name"
          label="Name"
          defaultValue={edited?.name ?? ""}
          maxLength={80}
          hint="The location: Warehouse Leipzig."
          autoComplete="off"
        />
        <TextField
          name="zone"
          label="Time zone"
          defaultValue={edited?.zone ?? timeZone}
          maxLength={64}
          hint="As Europe/Berlin."
          autoComplete="off"
        />
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-medium">Paid time</legend>
        {WEEKDAYS.map((day, number) => (
          <div key={day} className="grid grid-cols-[6.5rem_minmax(0,8rem)_minmax(0,8rem)] items-end gap-2.5 max-sm:grid-cols-2">
            <span className="pb-2 max-sm:col-span-2 max-sm:pb-0">{day}</span>
            <TextField
              name={`from-${number}`}
              label={`${day}, from`}
              labelHidden
              optional
              type="time"
              defaultValue={textFor(shifts[number]?.startMinute)}
            />
            <TextField
              name={`to-${number}`}
              label={`${day}, to`}
              labelHidden
              optional
              type="time"
              defaultValue={textFor(shifts[number]?.endMinute)}
            />
          </div>
        ))}
        <p className="text-sm text-soft">One that ends before it begins ends on the next day.</p>
      </fieldset>
      <TextArea
        name="holidays"
        label="Holidays"
        optional
        rows={3}
        defaultValue={(edited?.holidays ?? []).join("\n")}
        hint="One a line, as 2026-12-25."
      />
      <div className="flex gap-2.5">
        <SubmitButton>Save the calendar</SubmitButton>
        {edited && (
          <LinkButton href="/settings/teams" variant="quiet">
            Cancel
          </LinkButton>
        )}
      </div>
    </Form>
  );
}

const textFor = (minute: number | undefined) => (minute === undefined ? "" : timeText(minute));
