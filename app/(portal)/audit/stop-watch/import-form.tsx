"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { send } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { FileDrop } from "#app/ui/form/file-drop.tsx";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { countOf } from "#app/ui/format/format-count.ts";
import { Link } from "#app/ui/link.tsx";
import { activityTitle, activityValue, samplesHref } from "./sampled-activity.ts";

type Answer = RouterOutputs["samples"]["import"];

const MOST_BYTES = 1_000_000;

/** A list of timed items as CSV. The same file twice adds nothing twice; rows that cannot be read are named. */
export function ImportForm({ locale }: { locale: string }) {
  const router = useRouter();
  const [answer, setAnswer] = useState<Answer | null>(null);
  return (
    <Form
      id="import-samples"
      onSend={async (values) => {
        const file = values.get("file");
        if (!(file instanceof File) || file.name === "") return { message: null, fields: { file: "Choose a CSV file." } };
        setAnswer(null);
        const text = await file.text();
        const wrong = await send(async (client) => setAnswer(await client.samples.import.mutate({ fileName: file.name, text })));
        if (!wrong) router.refresh();
        return wrong;
      }}
    >
      <FileDrop
        name="file"
        label="Timed items"
        hint="CSV with the columns workflow, activity and minutes; taken at and note if you have them."
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        maxBytes={MOST_BYTES}
      />
      {answer && (
        <div aria-live="polite">
          <p>
            {countOf(answer.added, "sample is", "samples are", locale)} new, {answer.known} were known
            {answer.rejectedCount > 0 && `, ${answer.rejectedCount} could not be read`}.
          </p>
          {answer.rejected.length > 0 && (
            <ul className="mt-1 list-disc ps-5 text-sm text-soft">
              {answer.rejected.map(({ line, reason }) => (
                <li key={line}>
                  Line {line}: {reason}.
                </li>
              ))}
            </ul>
          )}
          {answer.unheardOf.length > 0 && (
            <div className="mt-2 text-sm">
              <p className="text-pretty text-warn">
                The audited log does not have {answer.unheardOf.length === 1 ? "this activity" : "these activities"}. If it is a name
                written otherwise, discard the samples and import them under the log&rsquo;s name; if it is work without a trace, say above
                how often it is done.
              </p>
              <ul className="mt-1 list-disc ps-5 text-soft">
                {answer.unheardOf.map((each) => (
                  <li key={activityValue(each)}>
                    <Link href={samplesHref(each)}>{activityTitle(each)}</Link> ({countOf(each.samples, "sample", "samples", locale)})
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
      <div>
        <SubmitButton>Import the samples</SubmitButton>
      </div>
    </Form>
  );
}
