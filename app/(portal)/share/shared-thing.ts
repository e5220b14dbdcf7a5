import type { browserClient } from "#app/trpc/browser-client.ts";

/** What a read-only link can show. */
export type SharedThing = { noun: "case"; scenarioId: string } | { noun: "audit"; auditId: string } | { noun: "value" };

/** The words of the panel: its title, and what whoever holds the link sees. */
export const SHARED: Record<SharedThing["noun"], { title: string; sees: string }> = {
  case: {
    title: "Share this case",
    sees: "this saved version, read only, without an account: the figures, the inputs with their classes, and nothing else of the workspace",
  },
  audit: {
    title: "Share this audit",
    sees: "the workflows of this audit with their hours and dollars, read only, without an account: how each figure came about, and nothing of the people, the events or the rest of the workspace",
  },
  value: {
    title: "Share the value",
    sees: "the figures as they are when it is opened, read only, without an account: how each came about, and nothing else of the workspace",
  },
};

type Client = ReturnType<typeof browserClient>;

/** `subjectVersion`: of what has versions. */
type MadeLink = {
  id: string;
  createdBy: string | null;
  expiresAt: Date;
  state: "open" | "expired" | "revoked";
  subjectVersion?: number | null;
};

/** Links to it, newest first, those that ended too. */
export function linksTo({ shares, value }: Client, thing: SharedThing): Promise<MadeLink[]> {
  if (thing.noun === "case") return shares.list.query({ scenarioId: thing.scenarioId });
  if (thing.noun === "audit") return shares.ofAudit.query({ auditId: thing.auditId });
  return value.shares.query({});
}

/** A new link to it, which is in the answer and nowhere else. */
export function makeLink({ shares, value }: Client, thing: SharedThing, days: number) {
  if (thing.noun === "case") return shares.create.mutate({ scenarioId: thing.scenarioId, days });
  if (thing.noun === "audit") return shares.createForAudit.mutate({ auditId: thing.auditId, days });
  return value.share.mutate({ days });
}
