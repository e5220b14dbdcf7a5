import type { RouterOutputs } from "#app/trpc/types.ts";
import type { BadgeTone } from "#app/ui/badge.tsx";
import type { PlanFrame } from "#server/domain/rollout/figures.ts";

export type RolloutAnswer = RouterOutputs["rollout"]["get"];
export type PlanData = NonNullable<RolloutAnswer["plan"]>;
export type PlanItem = PlanData["stored"]["items"][number];
export type ItemState = PlanData["progress"][number]["state"];

/** What every figure of the plan names as its origin. */
export const frameOf = ({ updatedAt, audit }: Pick<PlanData, "updatedAt" | "audit">): PlanFrame => ({
  asOf: updatedAt.toISOString(),
  audit: audit && { id: audit.id, from: audit.from.toISOString().slice(0, 10), to: audit.to.toISOString().slice(0, 10) },
});

export const itemHref = (itemId: string): string => `/roadmap/item?id=${encodeURIComponent(itemId)}`;

/** How far an item is, as the pages call it. */
export const STATES: Record<ItemState, { label: string; tone: BadgeTone }> = {
  planned: { label: "planned", tone: "neutral" },
  working: { label: "in work", tone: "neutral" },
  built: { label: "built, gate open", tone: "warn" },
  done: { label: "done", tone: "good" },
  slipped: { label: "slipping back", tone: "danger" },
};

export const stateOf = ({ progress }: Pick<PlanData, "progress">, itemId: string): ItemState =>
  progress.find((row) => row.itemId === itemId)?.state ?? "planned";

/** "1 day", "2.5 days". */
export const daysText = (days: number): string => `${Math.round(days * 10) / 10} ${days === 1 ? "day" : "days"}`;
