import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import { DEFAULT_ROLE, ratesOn } from "#server/domain/audit/dated-rates.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { ActionButton } from "../action-button.tsx";

type Rate = RouterOutputs["rates"]["list"]["rates"][number];
type Shown = { rates: readonly Rate[]; currency: string; today: string; mayUpdate: boolean };

/** The rates, those of earlier and later days among them; the default ones first, of one role the newest start first. */
export function RateTable({ rates, ...shown }: Shown) {
  return (
    <DataTable
      caption="Rates"
      columns={columnsFor({ rates, ...shown })}
      rows={rates}
      rowKey={({ role, effectiveFrom }) => `${role} ${effectiveFrom ?? ""}`}
      empty={null}
    />
  );
}

const nameOf = (role: string): string => (role === DEFAULT_ROLE ? "All others (default)" : role);

function columnsFor({ rates, currency, today, mayUpdate }: Shown): readonly Column<Rate>[] {
  const valid = new Set(ratesOn(rates, today).values());
  return [
    { key: "role", heading: "Role", phone: "title", cell: ({ role }) => nameOf(role) },
    { key: "rate", heading: "An hour", kind: "money", cell: (rate) => <FigureValue figure={figureOf(rate, currency)} align="end" /> },
    {
      key: "from",
      heading: "Holds from",
      cell: (rate) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {rate.effectiveFrom === null ? "the beginning" : <DateTime at={rate.effectiveFrom} />}
          <Validity rate={rate} valid={valid.has(rate)} today={today} />
        </span>
      ),
    },
    { key: "class", heading: "Known as", cell: (rate) => <EvidenceBadge evidence={rate.class} /> },
    {
      key: "source",
      heading: "Source",
      cell: ({ source }) => <span className="text-pretty wrap-anywhere text-soft">{source ?? "not named"}</span>,
    },
    { key: "actions", heading: "Change", cell: (rate) => mayUpdate && <Actions rate={rate} /> },
  ];
}

/** Said only where a rate does not hold today. */
function Validity({ rate: { effectiveFrom }, valid, today }: { rate: Rate; valid: boolean; today: string }) {
  if (valid) return null;
  return <Badge tone="neutral">{effectiveFrom !== null && effectiveFrom > today ? "later" : "until the next"}</Badge>;
}

function Actions({ rate: { role, effectiveFrom, minorAnHour, class: evidence, source } }: { rate: Rate }) {
  const start = effectiveFrom === null ? "" : ` from ${effectiveFrom}`;
  const address = new URLSearchParams({ role, ...(effectiveFrom === null ? {} : { from: effectiveFrom }) });
  return (
    <span className="flex flex-wrap items-center gap-3">
      <Link
        href={`/settings/rates?${address}`}
        className="inline-flex min-h-6 items-center"
        aria-label={`Change the rate of ${role}${start}`}
      >
        Change
      </Link>
      {(role !== DEFAULT_ROLE || effectiveFrom !== null) && (
        <ActionButton
          action={{ kind: "removeRate", rate: { role, effectiveFrom, minorAnHour, class: evidence, source } }}
          label={`Remove the rate of ${role}${start}`}
          done={effectiveFrom === null ? `${role} now follows the default rate.` : "The rate is removed."}
        >
          Remove
        </ActionButton>
      )}
    </span>
  );
}

function figureOf({ role, minorAnHour, class: evidence, source, createdAt }: Rate, currency: string): Figure {
  return {
    label: `Cost of an hour, ${role}`,
    value: minorAnHour,
    unit: { kind: "moneyPerHour", currency },
    range: null,
    provenance: {
      formula: source ?? "Entered without a source",
      evidence,
      inputs: [],
      asOf: createdAt.toISOString(),
    },
  };
}
