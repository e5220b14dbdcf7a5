"use client";
import { useState } from "react";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { openDialog } from "#app/ui/dialog.tsx";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { JobProgress } from "../../../jobs/job-progress.tsx";
import { ReasonDialog } from "../../reason-dialog.tsx";

type Wanted = { version: number; since: Date };
type Undoable = RouterOutputs["automations"]["undoable"];

/** Takes back what a version of the rules did since a day, in reverse order, after it was said how much that is. */
export function UndoVersion({ automationId, version, name, since }: { automationId: string; version: number; name: string; since: Date }) {
  const [asked, setAsked] = useState<(Wanted & Undoable) | null>(null);
  const [jobRunId, setJobRunId] = useState<string | null>(null);
  return (
    <>
      <p className="mb-3 max-w-[74ch] text-pretty text-soft">
        Everything that a version of {name} changed since a day is taken back, the newest first. A record that somebody edited since is left
        as it is and listed here. What is taken back stays with people: the same rules do not act on it again.
      </p>
      <Form
        id="undo-version"
        className="items-end sm:grid-cols-[7rem_11rem_auto] sm:justify-start"
        onSend={async (values) => {
          const wanted = { version: Number(textOf(values, "version")), since: new Date(`${textOf(values, "since")}T00:00:00Z`) };
          let found: Undoable | null = null;
          const wrong = await send(async (client) => {
            found = await client.automations.undoable.query({ automationId, ...wanted });
          });
          if (wrong) return wrong;
          const counts: Undoable = found ?? { withWayBack: 0, withoutWayBack: 0, stepsDown: false };
          if (counts.withWayBack === 0 && counts.withoutWayBack === 0)
            return { message: `Version ${wanted.version} has changed nothing since that day that still stands.`, fields: {} };
          setAsked({ ...wanted, ...counts });
          openDialog("undo-version-why");
          return undefined;
        }}
      >
        <TextField name="version" label="Version" type="number" min="1" max={version} defaultValue={version} />
        <TextField name="since" label="Since (UTC)" type="date" defaultValue={since.toISOString().slice(0, 10)} />
        <SubmitButton variant="danger">Undo them all…</SubmitButton>
      </Form>
      <ReasonDialog
        id="undo-version-why"
        title={`Undo what version ${asked?.version ?? version} did?`}
        confirm="Undo them all"
        done="It is being taken back."
        begin={async (client, reason) => {
          if (!asked) return;
          const begun = await client.automations.undoVersion.mutate({ automationId, version: asked.version, since: asked.since, reason });
          setJobRunId(begun.jobRunId);
        }}
      >
        {asked && explain(asked, name)}
      </ReasonDialog>
      {jobRunId !== null && (
        <div className="mt-4">
          <JobProgress jobRunId={jobRunId} refreshAtEnd mayCancel />
        </div>
      )}
    </>
  );
}

function explain({ withWayBack, withoutWayBack, stepsDown }: Undoable, name: string): string {
  const changes = (count: number) => (count === 1 ? "1 change" : `${count} changes`);
  const back =
    withWayBack === 0 ? [] : [`${changes(withWayBack)} can be taken back; where somebody edited the record since, it is left and listed.`];
  const stand =
    withoutWayBack === 0
      ? []
      : [`${changes(withoutWayBack)} cannot, such as a letter that was sent or an order that was cancelled: listed too.`];
  const down = stepsDown ? [`${name} goes back to shadow first, since it would do the same again.`] : [];
  return [...back, ...stand, ...down].join(" ");
}
