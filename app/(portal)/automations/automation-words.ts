import type { RouterOutputs } from "#app/trpc/types.ts";
import type { BadgeTone } from "#app/ui/badge.tsx";

export type Automation = RouterOutputs["automations"]["list"]["automations"][number];
export type Stage = Automation["stage"];

/** What each stage is called and what it means for the outside world. */
export const STAGE_WORDS: Readonly<Record<Stage, { label: string; tone: BadgeTone; says: string }>> = {
  draft: { label: "draft", tone: "neutral", says: "Its rules are being written. It decides nothing." },
  "back-test": {
    label: "back-test",
    tone: "neutral",
    says: "Its rules are tried on past cases. It decides nothing live and writes nothing.",
  },
  shadow: { label: "shadow", tone: "neutral", says: "It decides on live cases beside your team and writes nothing." },
  approve: { label: "approve", tone: "good", says: "It proposes; each change is made after a person approved it." },
  auto: { label: "auto", tone: "good", says: "It decides and acts. Every change can be seen, and undone where the vendor allows it." },
  retired: { label: "retired", tone: "neutral", says: "It decides nothing any more. What it did stays on record." },
};

export const automationHref = (automationId: string, tab: "" | "back-test" | "log" | "runs" | "stage" = ""): string =>
  `/automations/${automationId}${tab === "" ? "" : `/${tab}`}`;
