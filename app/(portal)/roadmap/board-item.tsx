"use client";
import { Link } from "#app/ui/link.tsx";
import GripVertical from "lucide-react/icons/grip-vertical";
import { Badge } from "#app/ui/badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { formatCalendarDay } from "#app/ui/format/format-date-time.ts";
import { useWorkspaceFormat } from "#app/ui/format/format-provider.tsx";
import { Menu, type MenuItem } from "#app/ui/menu.tsx";
import { valueFigure } from "#server/domain/rollout/figures.ts";
import { GateCondition, GatePresent } from "./gate-words.tsx";
import { MoveButtons } from "./move-buttons.tsx";
import { daysText, frameOf, itemHref, stateOf, STATES, type PlanData, type PlanItem } from "./plan-data.ts";

type BoardItemProps = {
  plan: PlanData;
  item: PlanItem;
  /** 1 for the first. */
  place: number;
  count: number;
  ownerName: string | null;
  /** Whether the order shown is being tried, so that days of the order followed say nothing of it. */
  tried: boolean;
  /** null for those who may only look. */
  onMove: ((position: number) => void) | null;
  onDrag: () => void;
  onDrop: () => void;
};

/** One item of the order: what it brings and takes, what it waits for, its gate, and the ways to move it. */
export function BoardItem({ plan, item, place, count, ownerName, tried, onMove, onDrag, onDrop }: BoardItemProps) {
  const { locale } = useWorkspaceFormat();
  const state = STATES[stateOf(plan, item.id)];
  const days = plan.planned.find(({ itemId }) => itemId === item.id);
  const gate = plan.gates.find(({ itemId }) => itemId === item.id);
  const there = new Set([...plan.built, ...plan.stored.items.filter(({ alreadyThere }) => alreadyThere !== null).map(({ id }) => id)]);
  const needs = plan.stored.items.filter(({ id }) => item.prerequisites.includes(id));
  const late = days && item.firstPlannedDay !== null && days.builtDay > item.firstPlannedDay;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dragging is one way of three: the buttons and the menu do the same
    <li
      className="flex items-start gap-3 px-3.5 py-3"
      draggable={onMove !== null}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", item.title);
        onDrag();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      {onMove && <GripVertical aria-hidden="true" className="mt-1 hidden size-4 shrink-0 cursor-grab text-soft sm:block" />}
      <span className="w-6 shrink-0 text-end text-soft tabular-nums">{place}</span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <Link href={itemHref(item.id)} className="font-medium">
            {item.title}
          </Link>
          <Badge tone={state.tone}>{state.label}</Badge>
          {item.pinnedPosition !== null && <Badge>pinned to {item.pinnedPosition}</Badge>}
        </p>
        <p className="mt-0.5 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm text-soft">
          {item.kind === "enabler" ? (
            <span>opens the way for others</span>
          ) : (
            <FigureValue figure={valueFigure(item, plan.stored, frameOf(plan))} suffix="a week" badge />
          )}
          <span>{daysText(item.effortDays)} of work</span>
          {days && !tried && (
            <span suppressHydrationWarning>
              built by {formatCalendarDay(days.builtDay, { locale })}
              {late && ", later than first planned"}
            </span>
          )}
          <span>{ownerName ?? "no owner"}</span>
        </p>
        {needs.length > 0 && (
          <p className="mt-0.5 text-sm text-soft">
            Needs {needs.map(({ id, title }) => `${title}${there.has(id) ? " (there)" : ""}`).join(", ")}
          </p>
        )}
        {item.gate && gate && (
          <p className="mt-0.5 text-sm text-soft">
            Gate: <GateCondition gate={item.gate} plan={plan} />. Now <GatePresent gate={item.gate} present={gate.present} plan={plan} />.
          </p>
        )}
      </div>
      {onMove && count > 1 && (
        <span className="flex shrink-0 items-center max-sm:flex-col">
          <MoveButtons id={item.id} title={item.title} place={place} count={count} onMove={onMove} />
          <Menu
            label={`Move to: ${item.title}`}
            face={
              <span className="inline-flex min-h-8 items-center px-1.5 text-sm text-soft">
                Move…<span className="sr-only">{` ${item.title} to a place`}</span>
              </span>
            }
            items={movesTo(place, count, onMove)}
          />
        </span>
      )}
    </li>
  );
}

const movesTo = (place: number, count: number, onMove: (position: number) => void): MenuItem[] =>
  Array.from({ length: count }, (_, at) => at + 1)
    .filter((position) => position !== place)
    .map((position) => ({
      label: position === 1 ? "To the first place" : position === count ? `To the last place, ${count}` : `To place ${position}`,
      onSelect: () => onMove(position),
    }));
