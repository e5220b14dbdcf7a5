import { Link } from "#app/ui/link.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { valueFigure } from "#server/domain/rollout/figures.ts";
import { MakePlanButton } from "../make-plan-button.tsx";
import { daysText, frameOf, itemHref, type PlanData, type PlanItem } from "../plan-data.ts";
import { RoadmapFrame } from "../roadmap-frame.tsx";
import { AddItemForm } from "./add-item-form.tsx";
import { SettingsForm } from "./settings-form.tsx";

export const metadata = { title: "Rollout plan" };

/** What goes into the search: the items with effort, value and needs, and the rules of the calendar. */
export default function PlanPage() {
  return (
    <RoadmapFrame href="/roadmap/plan" title="What goes into the plan">
      {({ plan, locale, mayManage }) => (
        <>
          <div className="mb-4 flex flex-wrap items-baseline justify-between gap-3">
            <h1 className="text-2xl font-semibold tracking-tight">What goes into the plan</h1>
            <div className="flex flex-wrap gap-2.5">
              <LinkButton size="small" href="/api/rollout/export/csv" download>
                Export CSV
              </LinkButton>
              <LinkButton size="small" href="/api/rollout/export/json" download>
                Export JSON
              </LinkButton>
            </div>
          </div>
          <div className="grid gap-6">
            <DataTable
              caption="Items of the plan"
              columns={columnsOf(plan)}
              rows={plan.stored.items}
              rowKey={({ id }) => id}
              empty={<p className="text-soft">The plan holds no items.</p>}
              locale={locale}
            />
            {mayManage && (
              <>
                <Card
                  title="Add an item"
                  detail="Something the audit does not know: a project of your own, or work that others need first."
                >
                  <AddItemForm version={plan.version} currency={plan.stored.currency} />
                </Card>
                <Card
                  title="Calendar, teams and capture"
                  detail="A change becomes the next version of the plan, and the best order is found anew. Earlier versions can be brought back."
                >
                  <SettingsForm key={plan.version} plan={plan} />
                </Card>
                <Card
                  title="Make the plan anew"
                  detail="From the newest audit, with all efforts and needs as they come. The present version stays in the list of versions."
                >
                  <MakePlanButton primary={false}>Make it anew from the audit</MakePlanButton>
                </Card>
              </>
            )}
          </div>
        </>
      )}
    </RoadmapFrame>
  );
}

function columnsOf(plan: PlanData): Column<PlanItem>[] {
  const titleOf = (id: string) => plan.stored.items.find((item) => item.id === id)?.title ?? id;
  return [
    {
      key: "item",
      heading: "Item",
      phone: "title",
      cell: (item) => (
        <>
          <Link href={itemHref(item.id)} className="font-medium">
            {item.title}
          </Link>{" "}
          {item.excluded && <Badge>left out</Badge>} {item.alreadyThere && <Badge tone="good">{item.alreadyThere}</Badge>}
          {item.prerequisites.length > 0 && (
            <span className="block max-w-[50ch] text-sm font-normal text-pretty text-soft">
              needs {item.prerequisites.map(titleOf).join(", ")}
            </span>
          )}
        </>
      ),
    },
    {
      key: "effort",
      heading: "Effort",
      kind: "number",
      cell: (item) => (item.alreadyThere === null ? daysText(item.effortDays) : "none"),
    },
    { key: "class", heading: "Known by", phone: "hide", cell: (item) => <EvidenceBadge evidence={item.effortEvidence} /> },
    {
      key: "value",
      heading: "Value a week",
      kind: "money",
      cell: (item) =>
        item.kind === "enabler" ? "–" : <FigureValue figure={valueFigure(item, plan.stored, frameOf(plan))} layout="stack" align="end" />,
    },
  ];
}
