import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import type { Figure } from "#server/domain/provenance.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { ActionButton } from "../action-button.tsx";

type Rate = RouterOutputs["rates"]["list"]["rates"][number];
type Shown = { currency: string; locale: string; mayUpdate: boolean };

const columnsFor = ({ currency, mayUpdate }: Shown): readonly Column<Rate>[] => [
  { key: "role", heading: "Role", phone: "title", cell: ({ role }) => (role === "default" ? "All others (default)" : role) },
  { key: "rate", heading: "An hour", kind: "money", cell: (rate) => <FigureValue figure={figureOf(rate, currency)} align="end" /> },
  { key: "class", heading: "Known as", cell: (rate) => <EvidenceBadge evidence={rate.class} /> },
  {
    key: "source",
    heading: "Source",
    cell: ({ source }) => <span className="text-pretty wrap-anywhere text-soft">{source ?? "not named"}</span>,
  },
  {
    key: "actions",
    heading: "Change",
    cell: ({ role, minorAnHour, class: evidence, source }) =>
      mayUpdate && (
        <span className="flex flex-wrap items-center gap-3">
          <Link
            href={`/settings/rates?role=${encodeURIComponent(role)}`}
            className="inline-flex min-h-6 items-center"
            aria-label={`Change the rate of ${role}`}
          >
            Change
          </Link>
          {role !== "default" && (
            <ActionButton
              action={{ kind: "removeRate", rate: { role, minorAnHour, class: evidence, source } }}
              label={`Remove the rate of ${role}`}
              done={`${role} now follows the default rate.`}
            >
              Remove
            </ActionButton>
          )}
        </span>
      ),
  },
];

/** The rates; the default one first. */
export function RateTable({ rates, ...shown }: Shown & { rates: readonly Rate[] }) {
  return <DataTable caption="Rates" columns={columnsFor(shown)} rows={rates} rowKey={({ role }) => role} empty={null} />;
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
