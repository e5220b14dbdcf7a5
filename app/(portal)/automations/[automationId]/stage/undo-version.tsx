"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { JobProgress } from "../../../jobs/job-progress.tsx";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

/** Takes back what a version of the rules did since a day, in reverse order; records that people edited since are left and listed. */
export function UndoVersion({ automationId, version, name, since }: { automationId: string; version: number; name: string; since: Date }) {
  const router = useRouter();
  const [jobRunId, setJobRunId] = useState<string | null>(null);
  return (
    <section aria-label="Undo" className="mt-8">
      <h2 className="mb-1 text-lg font-semibold">Undo what it did</h2>
      <p className="mb-3 max-w-[74ch] text-pretty text-soft">
        Everything that a version of {name} changed since a day is taken back, the newest first. A record that somebody edited since is left
        as it is and listed.
      </p>
      <Form
        id="undo-version"
        className="items-end sm:grid-cols-[7rem_11rem_auto] sm:justify-start"
        onSend={(values) =>
          send(async (client) => {
            const begun = await client.automations.undoVersion.mutate({
              automationId,
              version: Number(textOf(values, "version")),
              since: new Date(`${textOf(values, "since")}T00:00:00Z`),
            });
            setJobRunId(begun.jobRunId);
            router.refresh();
          })
        }
      >
        <TextField name="version" label="Version" type="number" min="1" max={version} defaultValue={version} />
        <TextField name="since" label="Since (UTC)" type="date" defaultValue={since.toISOString().slice(0, 10)} />
        <SubmitButton variant="danger">Undo them all</SubmitButton>
      </Form>
      {jobRunId !== null && (
        <div className="mt-4">
          <JobProgress jobRunId={jobRunId} refreshAtEnd mayCancel />
        </div>
      )}
    </section>
  );
}
