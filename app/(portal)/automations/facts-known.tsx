import { DateTime } from "#app/ui/format/date-time.tsx";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import { daysInWords } from "#server/domain/decisions/days-in-words.ts";
import { valueWords } from "#server/domain/decisions/value-words.ts";
import { quantityWords } from "#server/domain/decisions/quantity-words.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import type { KnownFacts } from "./automation-words.ts";

/** The facts of a case as they were known at the decision, and since when. */
export function FactsKnown({ facts, definitions }: { facts: KnownFacts; definitions: readonly FactDefinition[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(13rem,100%),1fr))] gap-x-6 gap-y-2 text-sm">
      {definitions.map(({ name, title, type }) => {
        const known = facts[name];
        const value = known?.value ?? null;
        return (
          <div key={name} className="min-w-0">
            <dt className="text-soft">{title}</dt>
            <dd className="wrap-anywhere">
              {factWords(value, type.kind === "number" ? type.unit : null)}
              {known?.knownAtMs != null && value !== null && (
                <span className="text-soft">
                  , since <DateTime at={new Date(known.knownAtMs)} />
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** What is known of one fact; a long time in minutes or hours is said in days too. */
function factWords(value: FactValue, unit: string | null): string {
  if (value === null) return "not known";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return valueWords(value);
  const words = quantityWords(value, unit);
  const days = daysInWords(value, unit);
  return days === null ? words : `${words} (${days})`;
}
