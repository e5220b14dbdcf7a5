import Link from "next/link";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { formatMoney } from "#app/ui/format/format-money.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { ActionButton } from "../action-button.tsx";

type Rate = RouterOutputs["rates"]["list"]["rates"][number];
type Shown = { currency: string; locale: string; mayUpdate: boolean };

const columnsFor = ({ currency, locale, mayUpdate }: Shown): readonly Column<Rate>[] => [
  { key: "role", heading: "Role", phone: "title", cell: ({ role }) => (role === "default" ? "All others (default)" : role) },
  { key: "rate", heading: "An hour", kind: "money", cell: ({ minorAnHour }) => formatMoney(minorAnHour, currency, locale, "exact") },
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
