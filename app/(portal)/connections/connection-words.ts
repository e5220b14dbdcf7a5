import type { BadgeTone } from "#app/ui/badge.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";

type Connection = RouterOutputs["connections"]["list"][number];

/** How a connection's state is said. */
export const STATE_WORDS = {
  active: { tone: "good", label: "connected" },
  paused: { tone: "warn", label: "paused" },
  broken: { tone: "danger", label: "connect again" },
  gone: { tone: "danger", label: "gone at Nango" },
  erasing: { tone: "warn", label: "being deleted" },
} as const satisfies Record<Connection["state"], { tone: BadgeTone; label: string }>;

/** As STATE_WORDS; one that is connected and whose syncs fail does not stand as if all were well. */
export const stateWords = ({ state, problem }: Pick<Connection, "state" | "problem">): { tone: BadgeTone; label: string } =>
  state === "active" && problem !== null ? { tone: "danger", label: "last sync failed" } : STATE_WORDS[state];

/** The kinds of system, in the order of the catalogue. */
export const KIND_WORDS = {
  store: "Stores",
  erp: "ERP",
  helpdesk: "Helpdesks",
  shipping: "Shipping",
  "3pl": "Logistics partners",
} as const;

/** Who acted, by the source's own audit fields. */
export const ACTOR_KIND_WORDS: Readonly<Record<string, string>> = {
  person: "a person",
  app: "an app",
  rule: "the system's own rule",
  supplier: "a supplier",
  customer: "a customer",
  unknown: "not known",
};
