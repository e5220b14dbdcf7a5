import { SectionHeading } from "#app/ui/card.tsx";
import { ChartFrame } from "#app/ui/chart/chart-frame.tsx";
import { LineChart } from "#app/ui/chart/line-chart.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { figureText } from "#app/ui/figure/figure-text.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { compareOrders, type ComparedOrder } from "#server/domain/rollout/compare-orders.ts";
import { priceFigure, savedFigure, planAmount } from "#server/domain/rollout/figures.ts";
import { toRolloutPlan } from "#server/domain/rollout/stored-plan.ts";
import { Certainty } from "../certainty.tsx";
import { frameOf, type PlanData } from "../plan-data.ts";
import { RoadmapFrame } from "../roadmap-frame.tsx";
import { Explanation } from "./explanation.tsx";
import { ORDER_NAMES, savingsCurves } from "./prepare-curves.ts";

export const metadata = { title: "Compare orders" };

/** The best order beside the rules of thumb: what each saves, what it costs, and why the first steps come first. */
export default function ComparePage() {
  return (
    <RoadmapFrame href="/roadmap/compare" title="What other orders would cost">
      {({ plan, locale }) => <Comparison plan={plan} locale={locale} />}
    </RoadmapFrame>
  );
}

function Comparison({ plan, locale }: { plan: PlanData; locale: string }) {
  const { stored, solution, built, planned } = plan;
  const heading = <h1 className="mb-1 text-2xl font-semibold tracking-tight">What other orders would cost</h1>;
  if (!solution)
    return (
      <>
        {heading}
        <p className="text-soft">Everything in the plan is built: there is nothing left to put in order.</p>
      </>
    );
  const rollout = toRolloutPlan(stored, { built });
  const own = stored.ownOrder === null ? undefined : planned.map(({ itemId }) => itemId);
  const orders = compareOrders(rollout, solution, own);
  const rulesFirst = orders.find(({ name }) => name === "rules-first");
  const optimal = orders.find(({ name }) => name === "optimal");
  const curves = savingsCurves(orders, stored.currency);
  const total = (order: ComparedOrder | undefined) =>
    figureText(
      planAmount("Saved by the horizon", stored, {
        minor: order?.curve.at(-1)?.savedMinor ?? null,
        formula: "sum over items of value a week x weeks from going live to the horizon",
        asOf: frameOf(plan).asOf,
      }),
      { locale, precision: "short" },
    );
  return (
    <>
      {heading}
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        <Certainty plan={plan} />
      </p>
      <div className="mb-8 grid min-w-0 gap-6">
        <DataTable
          caption="Orders and what they cost"
          columns={columnsOf(plan, optimal)}
          rows={orders}
          rowKey={({ name }) => name}
          empty={null}
          locale={locale}
        />
        <ChartFrame
          title="Savings that add up"
          summary={`After ${stored.horizonWeeks} weeks the optimal order has saved ${total(optimal)}, rules first ${total(rulesFirst)}, most complex first ${total(orders.find(({ name }) => name === "most-complex"))}. Weeks from the start of the plan.`}
          data={curves}
          heightPx={280}
          {...(optimal
            ? {
                basis: savedFigure("Saved by the optimal order", stored, {
                  order: optimal.steps.map(({ id }) => id),
                  built,
                  frame: frameOf(plan),
                }),
              }
            : {})}
        >
          <LineChart data={curves} />
        </ChartFrame>
      </div>
      <SectionHeading>Rules first and optimal, side by side</SectionHeading>
      <p className="mb-3 max-w-[74ch] text-sm text-pretty text-soft">
        Rules first is the policy of highest volume times most rules-based. It also buys clean data and buy-in early, which are not in these
        numbers: the difference is what that costs.
      </p>
      <SideBySide plan={plan} left={rulesFirst} right={optimal} />
      <Explanation key={`${plan.version}-${built.length}`} question={{ stored, built }} asOf={frameOf(plan).asOf} />
    </>
  );
}

function columnsOf(plan: PlanData, optimal: ComparedOrder | undefined): Column<ComparedOrder>[] {
  const { stored, built } = plan;
  const frame = frameOf(plan);
  return [
    {
      key: "order",
      heading: "Order",
      phone: "title",
      cell: ({ name, steps }) => (
        <>
          <span className="font-medium">{ORDER_NAMES[name]}</span>
          <span className="block text-sm font-normal text-soft">begins with {steps[0] ? titleOf(plan, steps[0].id) : "nothing"}</span>
        </>
      ),
    },
    {
      key: "saved",
      heading: `Saved in ${stored.horizonWeeks} weeks`,
      kind: "money",
      cell: ({ name, steps }) => (
        <FigureValue
          figure={savedFigure(`Saved by the horizon: ${ORDER_NAMES[name]}`, stored, { order: steps.map(({ id }) => id), built, frame })}
          layout="stack"
          align="end"
        />
      ),
    },
    {
      key: "price",
      heading: "Costs against the best",
      kind: "money",
      cell: ({ name, priceMinor, moneyMinor }) =>
        name === "optimal" ? (
          "–"
        ) : (
          <FigureValue
            figure={priceFigure(`Price: ${ORDER_NAMES[name]}`, stored, {
              priceMinor,
              bestMinor: optimal?.moneyMinor ?? 0,
              thisMinor: moneyMinor,
              frame,
            })}
            align="end"
          />
        ),
    },
  ];
}

function SideBySide({ plan, left, right }: { plan: PlanData; left: ComparedOrder | undefined; right: ComparedOrder | undefined }) {
  return (
    <div className="mb-8 grid gap-6 sm:grid-cols-2">
      {[left, right].map(
        (order) =>
          order && (
            <section key={order.name} aria-label={ORDER_NAMES[order.name]} className="min-w-0">
              <h3 className="mb-1 font-medium">{ORDER_NAMES[order.name]}</h3>
              <ol className="list-decimal ps-6">
                {order.steps.map(({ id }) => (
                  <li key={id}>{titleOf(plan, id)}</li>
                ))}
              </ol>
            </section>
          ),
      )}
    </div>
  );
}

const titleOf = ({ stored }: PlanData, id: string): string => stored.items.find((item) => item.id === id)?.title ?? id;
