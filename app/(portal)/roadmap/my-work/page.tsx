import { Link } from "#app/ui/link.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { itemHref, stateOf, STATES } from "../plan-data.ts";
import { RoadmapFrame, type RoadmapView } from "../roadmap-frame.tsx";
import { TaskList } from "../task-list.tsx";
import { FeedPanel } from "./feed-panel.tsx";
import { ReadNoticesButton } from "./read-notices-button.tsx";

export const metadata = { title: "My work" };

/** What is mine: tasks, items, what I was told, and my calendar address. */
export default function MyWorkPage() {
  return (
    <RoadmapFrame href="/roadmap/my-work" title="My work">
      {(view) => <Mine {...view} />}
    </RoadmapFrame>
  );
}

function Mine({ plan, answer, mayWork }: RoadmapView) {
  const { userId, notices, feedSince } = answer.own;
  const items = plan.stored.items.filter(({ id }) => plan.progress.some((row) => row.itemId === id && row.ownerUserId === userId));
  const unread = notices.filter(({ readAt }) => readAt === null).length;
  return (
    <>
      <h1 className="mb-4 text-2xl font-semibold tracking-tight">My work</h1>
      <div className="grid gap-6 lg:grid-cols-2">
        <Card title="Tasks">
          <TaskList
            tasks={plan.tasks.filter(({ assigneeUserId }) => assigneeUserId === userId)}
            people={answer.people}
            ownUserId={userId}
            mayChangeAll={false}
            addTo={null}
            emptyText="No task is yours. Tasks are given out on the page of an item."
            itemTitles={Object.fromEntries(plan.stored.items.map(({ id, title }) => [id, title]))}
          />
        </Card>
        <Card title="Items I own">
          {items.length === 0 && <p className="text-soft">No item is yours.</p>}
          <ul className="grid gap-2">
            {items.map(({ id, title }) => {
              const state = STATES[stateOf(plan, id)];
              const days = plan.planned.find(({ itemId }) => itemId === id);
              return (
                <li key={id}>
                  <Link href={itemHref(id)} className="font-medium">
                    {title}
                  </Link>{" "}
                  <Badge tone={state.tone}>{state.label}</Badge>
                  {days && (
                    <p className="text-sm text-soft">
                      <DateTime at={days.startDay} /> to <DateTime at={days.builtDay} />
                    </p>
                  )}
                </li>
              );
            })}
          </ul>
        </Card>
        <Card
          title={unread === 0 ? "What I was told" : `What I was told (${unread} new)`}
          action={mayWork && unread > 0 && <ReadNoticesButton />}
        >
          {notices.length === 0 && (
            <p className="text-soft">Nothing yet. Here stands who gave you what, and when a gate passes or slips.</p>
          )}
          <ul className="grid gap-2">
            {notices.map(({ id, text, href, at, readAt }) => (
              <li key={id}>
                <Link href={href} className={readAt === null ? "font-medium" : undefined}>
                  {text}
                </Link>{" "}
                <span className="text-sm text-soft">
                  <DateTime at={at} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
        {mayWork && (
          <Card title="Calendar" detail="An address that calendar programs follow: the rollout's items, and your tasks with a due date.">
            <FeedPanel since={feedSince} />
          </Card>
        )}
      </div>
    </>
  );
}
