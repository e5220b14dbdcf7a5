import { nameOf } from "../../shop/staff.ts";
import { unreachable } from "../../unreachable.ts";
import { GROUPS } from "./groups.ts";
import type { EventRow } from "../../demo-log.ts";
import type { DeskActor, Rule, Save, SaveEvent, Ticket } from "./ticket.ts";

/** A ticket's saves as an event log holds them: what a trigger did within somebody's save is an event of its own. */
export function ticketRows(ticket: Ticket): EventRow[] {
  return ticket.saves.flatMap((save) => {
    const row = { caseId: `T-${ticket.id}`, endMs: save.atMs, workflow: "ticket-routing" } as const;
    const byActor = save.events.filter(({ rule }) => rule === null);
    const fired = save.events.find((event) => event.rule !== null && event.kind !== "notification");
    return [
      { ...row, eventId: `ticket-save-${save.id}`, activity: activityOf(save, byActor), ...actorOf(save.actor) },
      ...(fired?.rule
        ? [{ ...row, eventId: `ticket-save-${save.id}-rule`, activity: `set ${fieldOf(fired)}`, ...ruleActor(fired.rule) }]
        : []),
    ];
  });
}

function activityOf({ actor }: Save, events: readonly SaveEvent[]): string {
  if (events.some(({ kind }) => kind === "create")) return "write in";
  const status = newValue(events, "status");
  const from = oldValue(events, "group_id");
  const to = newValue(events, "group_id");
  const isPublic = events.some((event) => event.kind === "comment" && event.isPublic);
  if (actor.kind === "customer") return "write again";
  if (isPublic) return "answer customer";
  if (status === "deleted") return "delete ticket";
  if (status === "closed") return actor.kind === "rule" ? "close ticket" : "merge tickets";
  if (to === GROUPS.fulfilment.id) return "hand over to fulfilment";
  if (from === GROUPS.fulfilment.id) return "hand back to customer service";
  return to === null ? "note on ticket" : "route ticket";
}

const newValue = (events: readonly SaveEvent[], field: string): unknown => changeOf(events, field)?.value ?? null;
const oldValue = (events: readonly SaveEvent[], field: string): unknown => changeOf(events, field)?.previous ?? null;
const changeOf = (events: readonly SaveEvent[], field: string) =>
  events.filter((event) => event.kind === "change").find((event) => event.field === field);

const fieldOf = (event: SaveEvent): string => (event.kind === "change" || event.kind === "create" ? event.field.replaceAll("_", " ") : "");
const ruleActor = (rule: Rule): Pick<EventRow, "actor" | "actorKind"> => ({ actor: rule.title, actorKind: "rule" });

function actorOf(actor: DeskActor): Pick<EventRow, "actor" | "actorKind"> {
  switch (actor.kind) {
    case "customer":
      return { actor: "customer", actorKind: "customer" };
    case "agent":
      return { actor: nameOf(actor.account), actorKind: "person" };
    case "app":
      return { actor: nameOf(actor.account), actorKind: "app" };
    case "rule":
      return ruleActor(actor.rule);
  }
  return unreachable();
}
