"use client";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Badge } from "#app/ui/badge.tsx";
import { useWorkspaceFormat } from "#app/ui/format/format-provider.tsx";
import { planAmount } from "#server/domain/rollout/figures.ts";
import { BoardItem } from "./board-item.tsx";
import { frameOf, type PlanData, type RolloutAnswer } from "./plan-data.ts";
import { moveButtonId } from "./move-buttons.tsx";
import { SentenceFigures } from "./sentence-figures.tsx";
import { boardParts, phaseState } from "./prepare-board.ts";

// What prices an order comes after the page can be used, and is there before a hand is.
const loadMoves = () => import("./move-and-price.ts");
const loadBar = () => import("./own-order-bar.tsx");
const OwnOrderBar = lazy(loadBar);

type BoardProps = { plan: PlanData; people: RolloutAnswer["people"]; mayManage: boolean };

/**
 * What is left to build, in order, by phase. Items move by buttons, menu and dragging; the price of the order stands there at
 * once, before anything is saved.
 */
export function Board({ plan, people, mayManage }: BoardProps) {
  const followed = plan.planned.map(({ itemId }) => itemId);
  const [order, setOrder] = useState(followed);
  const [said, setSaid] = useState("");
  const [dragged, setDragged] = useState<string | null>(null);
  const { locale } = useWorkspaceFormat();
  const changed = order.some((id, place) => id !== followed[place]);
  // What a phase says of itself holds in the best order alone.
  const ownWay = changed || plan.stored.ownOrder !== null;

  // An item that changes its phase is drawn anew: the focus goes with it.
  const focus = useRef<string[]>([]);
  useEffect(() => {
    const buttons = focus.current.map((id) => document.getElementById(id)).filter((button) => button instanceof HTMLButtonElement);
    focus.current = [];
    if (document.activeElement === document.body) buttons.find((button) => !button.disabled)?.focus();
  });

  useEffect(() => {
    if (mayManage) void Promise.all([loadMoves(), loadBar()]);
  }, [mayManage]);
  const newest = useRef(order);

  async function move(id: string, position: number) {
    const { moveAndPrice } = await loadMoves();
    const before = newest.current;
    const ways = position < before.indexOf(id) + 1 ? (["up", "down"] as const) : (["down", "up"] as const);
    focus.current = ways.map((way) => moveButtonId(id, way));
    const { order: next, sentence } = moveAndPrice(plan, before, { id, position, locale });
    newest.current = next;
    setOrder(next);
    setSaid(sentence);
  }

  function reset() {
    newest.current = followed;
    setOrder(followed);
    setSaid("Your changes are dropped.");
  }

  return (
    <>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      <ol className="grid gap-6">
        {boardParts(plan, order).map((part) => (
          <li key={`${part.phase?.number ?? 0}-${part.rows[0]?.place ?? 0}`}>
            <h3 className="font-semibold">
              {part.phase ? `Phase ${part.phase.number}${part.continued ? ", continued" : ""}` : "Outside of the phases"}{" "}
              {part.phase && !part.continued && <Badge>{phaseState(part.phase, plan)}</Badge>}
            </h3>
            {part.phase && !part.continued && ownWay && (
              <p className="mb-2 max-w-[80ch] text-sm text-pretty text-soft">
                These belong together: the best order builds them as its phase {part.phase.number}, yours builds them here.
              </p>
            )}
            {part.phase && !part.continued && !ownWay && (
              <p className="mb-2 max-w-[80ch] text-sm text-pretty text-soft">
                <SentenceFigures
                  text={part.phase.sentence}
                  currency={plan.stored.currency}
                  figureOf={(minor) =>
                    planAmount("Value a week of the phase", plan.stored, {
                      minor,
                      formula: "sum of the value a week of its items, each once live",
                      asOf: frameOf(plan).asOf,
                    })
                  }
                />
              </p>
            )}
            <ol className="divide-y divide-line rounded-lg border border-line bg-panel">
              {part.rows.map(({ item, place }) => (
                <BoardItem
                  key={item.id}
                  plan={plan}
                  item={item}
                  place={place}
                  count={order.length}
                  tried={changed}
                  ownerName={people.find(({ userId }) => userId === ownerOf(plan, item.id))?.name ?? null}
                  onMove={mayManage ? (position) => void move(item.id, position) : null}
                  onDrag={() => setDragged(item.id)}
                  onDrop={() => dragged !== null && dragged !== item.id && void move(dragged, place)}
                />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {mayManage && plan.solution && (changed || plan.stored.ownOrder !== null) && (
        <Suspense fallback={null}>
          <OwnOrderBar plan={plan} order={order} changed={changed} onReset={reset} />
        </Suspense>
      )}
    </>
  );
}

const ownerOf = ({ progress }: PlanData, id: string): string | null => progress.find(({ itemId }) => itemId === id)?.ownerUserId ?? null;
