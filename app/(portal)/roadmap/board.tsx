"use client";
import { useEffect, useRef, useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Button } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { figureText } from "#app/ui/figure/figure-text.ts";
import { useWorkspaceFormat } from "#app/ui/format/format-provider.tsx";
import { compareOrders } from "#server/domain/rollout/compare-orders.ts";
import { priceFigure, planAmount } from "#server/domain/rollout/figures.ts";
import { moveItem } from "#server/domain/rollout/move-item.ts";
import { toRolloutPlan } from "#server/domain/rollout/stored-plan.ts";
import { BoardItem } from "./board-item.tsx";
import { frameOf, type PlanData, type RolloutAnswer } from "./plan-data.ts";
import { moveButtonId } from "./move-buttons.tsx";
import { SentenceFigures } from "./sentence-figures.tsx";
import { boardParts, phaseState } from "./prepare-board.ts";

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
  const rollout = toRolloutPlan(plan.stored, { built: plan.built });
  const orders = plan.solution ? compareOrders(rollout, plan.solution, order) : [];
  const own = orders.find(({ name }) => name === "own");
  const best = orders.find(({ name }) => name === "optimal");
  const changed = order.some((id, place) => id !== followed[place]);

  // An item that changes its phase is drawn anew: the focus goes with it.
  const focus = useRef<string[]>([]);
  useEffect(() => {
    const buttons = focus.current.map((id) => document.getElementById(id)).filter((button) => button instanceof HTMLButtonElement);
    focus.current = [];
    if (document.activeElement === document.body) buttons.find((button) => !button.disabled)?.focus();
  });

  function move(id: string, position: number) {
    const ways = position < order.indexOf(id) + 1 ? (["up", "down"] as const) : (["down", "up"] as const);
    focus.current = ways.map((way) => moveButtonId(id, way));
    const { order: next, movedAlong } = moveItem(rollout, order, { id, position });
    setOrder(next);
    const title = titleOf(plan, id);
    const place = next.indexOf(id) + 1;
    const price = plan.solution ? compareOrders(rollout, plan.solution, next).find(({ name }) => name === "own")?.priceMinor : undefined;
    const along = movedAlong.length === 0 ? "" : ` ${movedAlong.map((other) => titleOf(plan, other)).join(" and ")} moved along.`;
    setSaid(`${title} is number ${place} of ${next.length}.${along} ${priceSentence(price, plan, locale)}`);
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
            {part.phase && !part.continued && (
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
                  ownerName={people.find(({ userId }) => userId === ownerOf(plan, item.id))?.name ?? null}
                  onMove={mayManage ? (position) => move(item.id, position) : null}
                  onDrag={() => setDragged(item.id)}
                  onDrop={() => dragged !== null && dragged !== item.id && move(dragged, place)}
                />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {mayManage && own && best && (
        <OwnOrderBar
          plan={plan}
          order={order}
          changed={changed}
          price={priceFigure("Price of this order", plan.stored, {
            priceMinor: own.priceMinor,
            bestMinor: best.moneyMinor,
            thisMinor: own.moneyMinor,
            frame: frameOf(plan),
          })}
          onReset={() => {
            setOrder(followed);
            setSaid("Your changes are dropped.");
          }}
        />
      )}
    </>
  );
}

type BarProps = {
  plan: PlanData;
  order: readonly string[];
  changed: boolean;
  price: Parameters<typeof FigureValue>[0]["figure"];
  onReset: () => void;
};

/** What the order on the page costs, and what can be done with it. Fixed to the lower edge while an order is not saved. */
function OwnOrderBar({ plan, order, changed, price, onReset }: BarProps) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const follows = plan.stored.ownOrder !== null;
  if (!changed && !follows) return null;

  async function save(next: readonly string[] | null) {
    setPending(true);
    const wrong = await sendOrSay((client) =>
      client.rollout.setOwnOrder.mutate({ version: plan.version, order: next === null ? null : [...next] }),
    );
    setPending(false);
    showToast(
      wrong ?? (next === null ? "The plan follows the best order again." : "The plan follows your order."),
      wrong ? { tone: "danger" } : {},
    );
    router.refresh();
  }
  return (
    <section
      aria-label="Your order"
      className="sticky bottom-3 z-10 mt-5 flex flex-wrap items-center gap-x-4 gap-y-2.5 rounded-lg border border-line bg-raised px-4.5 py-3 shadow-float"
    >
      <p className="min-w-[min(14rem,100%)] flex-1 text-pretty">
        {(price.value ?? 0) > 0 ? (
          <>
            This order {plan.stored.objective === "saved" ? "saves" : "loses"}{" "}
            <b>
              <FigureValue figure={price} />
            </b>{" "}
            {plan.stored.objective === "saved" ? "less than the best one by the horizon." : "more than the best one while waiting."}
          </>
        ) : (
          "This order costs nothing against the best one."
        )}
      </p>
      {changed ? (
        <>
          <Button variant="quiet" onClick={onReset}>
            Drop the changes
          </Button>
          <Button pending={pending} onClick={() => void save(order)}>
            Follow this order
          </Button>
        </>
      ) : (
        <Button pending={pending} onClick={() => void save(null)}>
          Back to the best order
        </Button>
      )}
    </section>
  );
}

const titleOf = ({ stored }: PlanData, id: string): string => stored.items.find((item) => item.id === id)?.title ?? id;
const ownerOf = ({ progress }: PlanData, id: string): string | null => progress.find(({ itemId }) => itemId === id)?.ownerUserId ?? null;

function priceSentence(priceMinor: number | undefined, plan: PlanData, locale: string): string {
  if (priceMinor === undefined) return "";
  if (priceMinor <= 0) return "This order costs nothing against the best one.";
  const price = planAmount("Price of this order", plan.stored, {
    minor: priceMinor,
    formula: "value of the best order - value of this order",
    asOf: frameOf(plan).asOf,
  });
  const money = figureText(price, { locale });
  return plan.stored.objective === "saved"
    ? `This order saves ${money} less than the best one.`
    : `This order loses ${money} more than the best one while waiting.`;
}
