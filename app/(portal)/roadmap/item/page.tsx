import { notFound } from "next/navigation";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Hours } from "#app/ui/figure/hours.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { valueFigure } from "#server/domain/rollout/figures.ts";
import { daysText, frameOf, stateOf, STATES, type PlanData, type PlanItem } from "../plan-data.ts";
import { GateCondition, GatePresent } from "../gate-words.tsx";
import { RoadmapFrame, type RoadmapView } from "../roadmap-frame.tsx";
import { TaskList } from "../task-list.tsx";
import { CommentForm } from "./comment-form.tsx";
import { ItemForm } from "./item-form.tsx";
import { OwnerField } from "./owner-field.tsx";
import { PlaybookCard } from "./playbook-card.tsx";
import { StateForm } from "./state-form.tsx";

export const metadata = { title: "Rollout item" };

/** One item: what it brings, how far it is, who does what, its gate, what was said, and its numbers to change. */
export default async function ItemPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { id } = await searchParams;
  const itemOf = ({ stored }: PlanData) => stored.items.find((item) => item.id === id);
  return (
    <RoadmapFrame href="/roadmap" title="Rollout item" crumb={(plan) => itemOf(plan)?.title ?? "Item"}>
      {(view) => {
        const item = itemOf(view.plan);
        return item ? <Item {...view} item={item} /> : notFound();
      }}
    </RoadmapFrame>
  );
}

function Item({ plan, answer, item, mayManage, mayWork }: RoadmapView & { item: PlanItem }) {
  const { stored } = plan;
  const state = stateOf(plan, item.id);
  const progress = plan.progress.find(({ itemId }) => itemId === item.id);
  const days = plan.planned.find(({ itemId }) => itemId === item.id);
  const ownerUserId = progress?.ownerUserId ?? null;
  const mine = mayManage || (mayWork && ownerUserId === answer.own.userId);
  const statuses = plan.statuses.filter(({ itemId }) => itemId === item.id);
  const comments = plan.comments.filter(({ itemId }) => itemId === item.id);
  return (
    <>
      <h1 className="mb-4 flex flex-wrap items-center gap-2 text-2xl font-semibold tracking-tight">
        {item.title} <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
      </h1>
      <StatRow>
        <Stat label="Value a week once live">
          {item.kind === "enabler" ? "opens the way for others" : <FigureValue figure={valueFigure(item, stored, frameOf(plan))} />}
        </Stat>
        <Stat label="Effort" note={progress?.actualEffortDays == null ? "estimated" : `estimated ${daysText(item.effortDays)}`}>
          {daysText(progress?.actualEffortDays ?? item.effortDays)}
        </Stat>
        <Stat
          label={progress?.builtAt ? "Built" : "Planned to be built"}
          note={
            item.firstPlannedDay && (
              <>
                first planned for <DateTime at={item.firstPlannedDay} />
              </>
            )
          }
        >
          {progress?.builtAt ? <DateTime at={progress.builtAt} /> : days ? <DateTime at={days.builtDay} /> : "not in the order"}
        </Stat>
        <HoursNow plan={plan} item={item} />
      </StatRow>
      <div className="mt-6 grid gap-6 lg:grid-cols-2">
        <Card title="Progress">
          {mine ? (
            <StateForm item={item} state={state} actualEffortDays={progress?.actualEffortDays ?? null} />
          ) : (
            <p>{STATES[state].label}</p>
          )}
          <Gate plan={plan} item={item} />
          <h3 className="mt-4 mb-1 font-medium">Owner</h3>
          {mayManage ? (
            <OwnerField key={ownerUserId} itemId={item.id} ownerUserId={ownerUserId} people={answer.people} />
          ) : (
            <p>{answer.people.find(({ userId }) => userId === ownerUserId)?.name ?? "none"}</p>
          )}
          {statuses.length > 0 && (
            <>
              <h3 className="mt-4 mb-1 font-medium">History</h3>
              <ol className="grid gap-1 text-sm">
                {statuses.map(({ id, state: reached, reason, actor, at }) => (
                  <li key={id}>
                    <DateTime at={at} full /> {reached}: {reason} <span className="text-soft">({actor})</span>
                  </li>
                ))}
              </ol>
            </>
          )}
        </Card>
        <PlaybookCard workflow={item.workflow} begun={state !== "planned"} />
        <Card title="Tasks">
          <TaskList
            tasks={plan.tasks.filter(({ itemId }) => itemId === item.id)}
            people={answer.people}
            ownUserId={answer.own.userId}
            mayChangeAll={mine}
            addTo={mine ? item.id : null}
            emptyText="No tasks yet."
          />
        </Card>
        <Card title="Comments">
          {comments.length === 0 && <p className="text-soft">Nothing was said yet.</p>}
          <ul className="grid gap-3">
            {comments.map(({ id, text, author, at }) => (
              <li key={id}>
                <p className="text-sm text-soft">
                  {author}, <DateTime at={at} full />
                </p>
                <p className="break-words whitespace-pre-wrap">{text}</p>
              </li>
            ))}
          </ul>
          {mayWork && <CommentForm itemId={item.id} />}
        </Card>
        {mayManage && (
          <Card title="Numbers and needs" detail="A change becomes the next version of the plan.">
            <ItemForm key={plan.version} item={item} plan={plan} />
          </Card>
        )}
      </div>
    </>
  );
}

function Gate({ plan, item }: { plan: PlanData; item: PlanItem }) {
  const gate = plan.gates.find(({ itemId }) => itemId === item.id);
  if (!item.gate || !gate) return <p className="mt-3 text-sm text-soft">No gate: it is done when it is built.</p>;
  return (
    <>
      <h3 className="mt-4 mb-1 font-medium">Gate</h3>
      <p className="text-pretty">
        Done when: <GateCondition gate={item.gate} plan={plan} />. Now <GatePresent gate={item.gate} present={gate.present} plan={plan} />
        {gate.passed
          ? "; it has held for the agreed time."
          : `; held for ${Math.floor(gate.heldDays)} of ${item.gate.holdDays} days since it was built.`}
      </p>
      <p className="text-sm text-soft">Read from the newest audit every day. Without new evidence no time passes.</p>
    </>
  );
}

/** Hours of the workflow now beside those of the day the plan was made: whether it paid, and whether they creep back. */
function HoursNow({ plan, item }: { plan: PlanData; item: PlanItem }) {
  const now = plan.measured.find(({ workflow }) => workflow === item.workflow);
  if (!now || !plan.audit || item.workflow === null) return null;
  const { from, to, id, computedAt } = plan.audit;
  const source = {
    kind: "measure" as const,
    measure: "hours",
    auditId: id,
    workflow: item.workflow,
    activity: null,
    from: from.toISOString().slice(0, 10),
    to: to.toISOString().slice(0, 10),
    count: now.touches,
  };
  return (
    <Stat
      label="Hours a week by hand now"
      note={item.hoursPerWeek && `${Math.round(item.hoursPerWeek.point * 10) / 10} when it was planned`}
    >
      <Hours
        label="Hours a week by hand"
        hours={now.hoursPerWeek.point}
        range={now.hoursPerWeek}
        provenance={{
          formula: "hours a week = minutes / 60 / weeks, from the newest audit",
          evidence: now.evidence,
          inputs: [],
          source,
          asOf: computedAt.toISOString(),
        }}
      />
    </Stat>
  );
}
