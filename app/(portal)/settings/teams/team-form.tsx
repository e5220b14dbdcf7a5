"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextArea, TextField } from "#app/ui/form/text-field.tsx";

type Listed = RouterOutputs["teams"]["list"];
type Props = { edited: Listed["teams"][number] | null; calendars: Listed["calendars"]; rolesSeen: Listed["rolesSeen"] };

const lines = (text: string) => [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");

export function TeamForm({ edited, calendars, rolesSeen }: Props) {
  const router = useRouter();
  const seen = rolesSeen.flatMap(({ role }) => role ?? []);
  return (
    <Form
      id="team"
      clearAfter={edited === null}
      onSend={async (values) => {
        const text = (name: string) => textOf(values, name);
        const wrong = await send((client) =>
          client.teams.save.mutate({
            teamId: edited?.id ?? null,
            name: text("name"),
            location: text("location"),
            calendarId: text("calendarId") === "" ? null : text("calendarId"),
            paidHoursAWeek: text("paidHoursAWeek") === "" ? null : Number(text("paidHoursAWeek")),
            roles: lines(text("roles")),
          }),
        );
        if (!wrong) {
          showToast("The team is saved, and the log is audited anew.");
          router.push("/settings/teams");
          router.refresh();
        }
        return wrong;
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="name" label="Name" defaultValue={edited?.name ?? ""} maxLength={80} autoComplete="off" />
        <TextField name="location" label="Location" optional defaultValue={edited?.location ?? ""} maxLength={80} autoComplete="off" />
        <SelectField
          name="calendarId"
          label="Working calendar"
          options={[{ value: "", label: "As the workspace" }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))]}
          defaultValue={edited?.calendarId ?? ""}
        />
        <TextField
          name="paidHoursAWeek"
          label="Paid hours a week, each person"
          optional
          type="number"
          min={0.5}
          max={168}
          step={0.5}
          defaultValue={edited?.paidHoursAWeek ?? ""}
          hint="Where people work part time. Empty: as long as the calendar's shifts."
        />
        <TextArea
          name="roles"
          label="Roles"
          optional
          rows={3}
          defaultValue={(edited?.roles ?? []).join("\n")}
          hint={`One a line, as the log names them.${seen.length > 0 ? ` Seen: ${seen.join(", ")}.` : ""}`}
        />
      </div>
      <div className="flex gap-2.5">
        <SubmitButton>Save the team</SubmitButton>
        {edited && (
          <LinkButton href="/settings/teams" variant="quiet">
            Cancel
          </LinkButton>
        )}
      </div>
    </Form>
  );
}
