"use client";
import { useTransition } from "react";
import { useRouter } from "next/navigation";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "#app/trpc/client.tsx";
import { Form } from "#app/ui/form/form.tsx";
import type { FormErrors } from "#app/ui/form/form-errors.ts";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { MAX_ATTRIBUTES } from "#server/domain/event-log/event.ts";
import { FIELDS, readMapping, writeMapping, type Preview } from "./mapping-params.ts";

const textOf = (value: FormDataEntryValue | null): string => (typeof value === "string" ? value : "");

const isField = (name: string): boolean => FIELDS.some(({ field }) => field === name);

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/** The choice of columns. Each change goes into the URL, and the preview below follows. */
export function MappingForm({ uploadId, preview }: { uploadId: string; preview: Preview }) {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const start = useMutation(useTRPC().imports.start.mutationOptions());
  const { chosen, header, questions } = preview;
  const nameOf = (name: string, index: number) => (name === "" ? `Column ${index + 1}` : name);
  const columns = header.map((name, index) => ({ value: String(index), label: nameOf(name, index) }));
  const facts = chosen.attributes.map((index) => nameOf(header[index] ?? "", index));
  const joins = preview.joinsSource;

  const read = (form: HTMLFormElement) => {
    const values = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, textOf(value)]));
    const now = readMapping({ ...values, attributes: "" })!;
    const used = new Set(Object.values(now.columns));
    return {
      ...now,
      attributes: header
        .map((_, index) => index)
        .filter((index) => !used.has(index))
        .slice(0, MAX_ATTRIBUTES),
    };
  };

  async function send(values: FormData): Promise<FormErrors | void> {
    const form = document.forms.namedItem("mapping")!;
    try {
      const { importId } = await start.mutateAsync({ uploadId, sourceName: textOf(values.get("sourceName")), chosen: read(form) });
      router.push(`/imports/${importId}`);
    } catch (error) {
      return { message: error instanceof Error ? error.message : "The import could not be started.", fields: {} };
    }
  }

  return (
    <Form id="mapping" onSend={send}>
      {joins && (
        <p className="rounded-md border border-line bg-warn-soft px-3.5 py-3 text-pretty">
          This file has the columns of the source &ldquo;{preview.sourceName}&rdquo; and would join it. If it comes from elsewhere, name
          another source below.
        </p>
      )}
      {questions.length > 0 && (
        <ul className="list-disc rounded-md border border-line bg-warn-soft px-3.5 py-3 ps-8 text-pretty">
          {questions.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ul>
      )}
      <div
        className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3"
        aria-busy={refreshing || undefined}
        onChange={(event) => {
          const changed = event.target;
          const form = changed instanceof HTMLSelectElement && changed.form;
          if (!form) return;
          // A column means one thing: what is chosen here is taken from the field that had it.
          for (const { field } of FIELDS) {
            const other = form.elements.namedItem(field);
            if (other instanceof HTMLSelectElement && other !== changed && isField(changed.name) && other.value === changed.value)
              other.value = "";
          }
          startTransition(() => router.replace(`/imports/new/${uploadId}?${writeMapping(read(form))}`, { scroll: false }));
        }}
      >
        {FIELDS.map(({ field, label, hint, needed }) => (
          <SelectField
            key={field}
            name={field}
            label={label}
            hint={hint}
            optional={!needed}
            prompt={needed ? "Choose a column" : "Not in this file"}
            options={columns}
            defaultValue={chosen.columns[field] === null ? "" : String(chosen.columns[field])}
          />
        ))}
        <SelectField
          name="zone"
          label="Time zone of times without one"
          optional
          prompt="The file says it itself"
          options={ZONES.map((zone) => ({ value: zone, label: zone }))}
          defaultValue={chosen.zone ?? ""}
        />
        <SelectField
          name="dateOrder"
          label="Dates such as 03/04/2026"
          optional
          prompt="There are none"
          options={[
            { value: "day-month", label: "day first: 3 April" },
            { value: "month-day", label: "month first: March 4" },
          ]}
          defaultValue={chosen.dateOrder ?? ""}
        />
      </div>
      {facts.length > 0 && (
        <p className="max-w-[74ch] text-pretty text-soft">
          Kept as facts of each event, by which the audit looks for the rules people decide by: {facts.join(", ")}.
        </p>
      )}
      <TextField
        name="sourceName"
        label="Source"
        hint="Files of one source share their events: parts of one log, or a newer export of it, belong to the same source."
        defaultValue={preview.sourceName}
        maxLength={120}
        required
        list="sources"
        className="max-w-md"
      />
      <datalist id="sources">
        {preview.sourceNames.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton>Import</SubmitButton>
        <output className="text-soft tabular-nums">
          {preview.taken} of the first {preview.looked} rows can be read.
        </output>
      </div>
    </Form>
  );
}
