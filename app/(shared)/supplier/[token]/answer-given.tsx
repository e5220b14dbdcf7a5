import type { RouterOutputs } from "#app/trpc/types.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";

type Opened = RouterOutputs["asks"]["open"];

/** What the supplier said, once it is said: a page takes one answer. */
export function AnswerGiven({ lines, answered }: { lines: Opened["lines"]; answered: NonNullable<Opened["answered"]> }) {
  return (
    <>
      <p className="mb-6">
        Thank you. This was answered <DateTime at={answered.at} full /> and cannot be changed here any more.
      </p>
      <ul className="divide-y divide-line rounded-lg border border-line bg-panel px-4.5">
        {answered.lines.map(({ id, expectedOn, quantity }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
            <span className="min-w-0 font-medium [overflow-wrap:anywhere]">
              {lines.find((line) => line.id === id)?.sku ?? `Line ${id}`}
            </span>
            <span>
              {quantity} on <DateTime at={expectedOn} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
