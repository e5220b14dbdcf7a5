import { DateTime } from "#app/ui/format/date-time.tsx";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import type { KnownFacts } from "./automation-words.ts";

/** The facts of a case as they were known at the decision, and since when. */
export function FactsKnown({ facts, definitions }: { facts: KnownFacts; definitions: readonly FactDefinition[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(13rem,100%),1fr))] gap-x-6 gap-y-2 text-sm">
      {definitions.map(({ name, title, type }) => {
        const known = facts[name];
        const value = known?.value ?? null;
        const unit = type.kind === "number" && type.unit !== null ? ` ${type.unit}` : "";
        return (
          <div key={name} className="min-w-0">
            <dt className="text-soft">{title}</dt>
            <dd className="wrap-anywhere">
              {value === null ? "not known" : typeof value === "boolean" ? (value ? "yes" : "no") : `${value}${unit}`}
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
