import type { RouterOutputs } from "#app/trpc/types.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";

type Answer = NonNullable<RouterOutputs["automations"]["decision"]["effects"][number]["answer"]>;

/** What the vendor answered to a change, and how the record stood when it was read back. */
export function VendorAnswer({ answer: { at, wasSo, answered, readBack } }: { answer: Answer }) {
  return (
    <div className="mt-2 text-sm">
      <p className="text-pretty text-soft">
        {wasSo ? "It stood so already, and nothing was sent" : "It was carried out"}, <DateTime at={at} full />.
        {readBack === null && answered !== null && " How the record stood afterwards could not be read."}
        {answered === null && " What it answered is shown to those who may approve."}
      </p>
      {answered !== null && answered.length > 0 && <Lines title="What the vendor answered" lines={answered} />}
      {readBack !== null && readBack.length > 0 && <Lines title="The record as it was read back afterwards" lines={readBack} />}
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly { what: string; value: string }[] }) {
  return (
    <details className="mt-1">
      <summary className="min-h-6 cursor-pointer">{title}</summary>
      <dl className="mt-1 grid gap-y-1">
        {lines.map(({ what, value }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- an answer may name two things alike, and the list never changes in place
          <div key={index} className="grid gap-x-3 sm:grid-cols-[14rem_1fr]">
            <dt className="text-soft">{what === "" ? "answer" : what}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
