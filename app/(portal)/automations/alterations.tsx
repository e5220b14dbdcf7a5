import type { RouterOutputs } from "#app/trpc/types.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { costFigure } from "./cost-figure.ts";

type Alteration = RouterOutputs["automations"]["decision"]["effects"][number]["alters"][number];

/** What a change writes at the vendor, from what to what, so that whoever says yes sees what they say yes to. */
export function Alterations({ alters, asOf, label }: { alters: readonly Alteration[]; asOf: Date; label: string }) {
  if (alters.length === 0) return null;
  return (
    <dl aria-label={label} className="grid gap-y-1.5 text-sm">
      {alters.map(({ what, before, after }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two changes may be of one name, and the list never changes in place
        <div key={index} className="grid gap-x-3 sm:grid-cols-[11rem_1fr]">
          <dt className="text-soft">{what}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {after === null ? (
              <span className="text-soft">shown to those who may approve</span>
            ) : (
              <>
                {before !== null && (
                  <>
                    <span className="sr-only">from </span>
                    <span className="text-soft">{before}</span> <span aria-hidden="true">→</span> <span className="sr-only">to </span>
                  </>
                )}
                <strong className="font-medium">
                  {typeof after === "string" ? (
                    after
                  ) : (
                    <FigureValue
                      figure={costFigure(what, after.amountMinor, after.currency, {
                        formula: "as the record says that the automation decided on",
                        note: "our copy of the records",
                        evidence: "recorded",
                        asOf,
                      })}
                    />
                  )}
                </strong>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
