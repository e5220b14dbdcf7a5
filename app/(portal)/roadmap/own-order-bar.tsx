"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { compareOrders } from "#server/domain/rollout/compare-orders.ts";
import { priceFigure } from "#server/domain/rollout/figures.ts";
import { toRolloutPlan } from "#server/domain/rollout/stored-plan.ts";
import { frameOf, type PlanData } from "./plan-data.ts";

type BarProps = { plan: PlanData; order: readonly string[]; changed: boolean; onReset: () => void };

/** What the order on the page costs, and what can be done with it. Fixed to the lower edge while an order is not saved. */
export default function OwnOrderBar({ plan, order, changed, onReset }: BarProps) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const orders = plan.solution ? compareOrders(toRolloutPlan(plan.stored, { built: plan.built }), plan.solution, order) : [];
  const own = orders.find(({ name }) => name === "own");
  const best = orders.find(({ name }) => name === "optimal");
  if (!own || !best) return null;
  const price = priceFigure("Price of this order", plan.stored, {
    priceMinor: own.priceMinor,
    bestMinor: best.moneyMinor,
    thisMinor: own.moneyMinor,
    frame: frameOf(plan),
  });

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
      className="sticky bottom-3 z-10 mt-5 flex flex-wrap items-center gap-x-4 gap-y-2.5 rounded-lg border border-line bg-raised px-4.5 py-3 shadow-float max-md:bottom-20"
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
