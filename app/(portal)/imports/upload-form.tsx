"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { ProgressBar } from "#app/ui/feedback/progress-bar.tsx";
import { FileDrop } from "#app/ui/form/file-drop.tsx";
import { Form } from "#app/ui/form/form.tsx";
import type { FormErrors } from "#app/ui/form/form-errors.ts";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { sendFile } from "./send-file.ts";

/** Sends one event log and goes on to its columns. What was chosen stays chosen when it fails. */
export function UploadForm({ maxBytes }: { maxBytes: number }) {
  const router = useRouter();
  const [sent, setSent] = useState<{ name: string; done: number; total: number; elapsedSeconds: number } | null>(null);

  async function upload(values: FormData): Promise<FormErrors | void> {
    const file = values.get("file");
    if (!(file instanceof File) || file.name === "") return { message: null, fields: { file: "Choose a file." } };
    const startedMs = performance.now();
    setSent({ name: file.name, done: 0, total: file.size, elapsedSeconds: 0 });
    const answer = await sendFile(file, (done) =>
      setSent({ name: file.name, done, total: file.size, elapsedSeconds: (performance.now() - startedMs) / 1000 }),
    );
    setSent(null);
    if ("uploadId" in answer) router.push(`/imports/new/${answer.uploadId}`);
    else return { message: null, fields: { file: answer.message } };
  }

  return (
    <Form id="upload" onSend={upload}>
      <FileDrop
        name="file"
        label="Event log"
        hint="CSV with a header line, XES, or OCEL 2.0 (JSON or XML), in UTF-8: at least a case, an activity and a time for each row. Columns are guessed, and you see them before anything is imported."
        accept=".csv,.tsv,.txt,.xes,.xml,.json,.jsonocel,.xmlocel,text/csv,text/plain,text/tab-separated-values,text/xml,application/xml,application/json"
        maxBytes={maxBytes}
      />
      {sent && (
        <ProgressBar
          label={`Sending ${sent.name}`}
          progress={{
            state: "running",
            done: Math.round(sent.done / 1024),
            total: Math.ceil(sent.total / 1024),
            elapsedSeconds: sent.elapsedSeconds,
            one: "kB",
            many: "kB",
          }}
        />
      )}
      <div>
        <SubmitButton>Upload</SubmitButton>
      </div>
    </Form>
  );
}
