import { describe, expect, test } from "vitest";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { readMemo } from "./memo-words.ts";
import { PATIENCE_MS, situationOf, standingAt } from "./standing.ts";

const HOUR_MS = 3_600_000;
const SENT = "2026-11-02T15:00:00Z";
const at = (hours: number): number => Date.parse(SENT) + hours * HOUR_MS;

function anEvent(hours: number, activity: string, more: Partial<OpsEvent> = {}): OpsEvent {
  return { eventId: `${activity} ${hours}`, caseId: "purchase_order:1", activity, actor: null, actorKind: "app", startedAtMs: null, endedAtMs: at(hours), ...more }; // prettier-ignore
}
const created = anEvent(0, "create purchase order", {
  actorKind: "rule",
  attributes: { status: "pending_receipt", "expected date 1": "2026-12-01", "quantity 1": "40" },
});
const answered = (hours: number, attributes: Record<string, string>, actorKind: OpsEvent["actorKind"] = "supplier") =>
  anEvent(hours, "answer with a change", { actorKind, attributes });

const situation = (events: readonly OpsEvent[], hours: number) =>
  situationOf(standingAt({ events }, at(hours)), at(hours))?.situation ?? null;

describe("what an order waits for", () => {
  test("nobody is asked before the supplier had its time, and again only after as long", () => {
    const asked = anEvent(50, "ask supplier");
    const patience = PATIENCE_MS / HOUR_MS;
    expect(situation([created], patience)).toBeNull();
    expect(situation([created], patience + 1)).toBe("not acknowledged");
    expect(situation([created, asked], 50 + patience)).toBeNull();
    expect(situation([created, asked], 50 + patience + 1)).toBe("not acknowledged");
  });

  test("an order that waits for its approval was not sent", () => {
    const waiting = { ...created, attributes: { ...created.attributes, status: "pending_approval" } };
    expect(situation([waiting], 100)).toBeNull();
    const approved = anEvent(90, "change status", { actorKind: "person", attributes: { status: "pending_receipt" } });
    expect(situation([waiting, approved], 100)).toBeNull();
    expect(situation([waiting, approved], 140)).toBe("not acknowledged");
  });

  test("fewer than ordered is a change of quantity, whatever the day; the day it names is a change of date", () => {
    expect(situation([created, answered(5, { "supplier date 1": "2026-12-04" })], 6)).toBe("date change");
    expect(situation([created, answered(5, { "supplier date 1": "2026-12-04", "supplier quantity 1": "20" })], 6)).toBe("quantity change");
    expect(situation([created, answered(5, { "supplier date 1": "2026-12-01" })], 6)).toBe("confirmed");
    expect(situation([created, answered(5, { "supplier quantity 1": "40" })], 6)).toBe("confirmed");
  });

  test("what is not known to be the same is a change", () => {
    const bare = { ...created, attributes: { status: "pending_receipt" } };
    expect(situation([bare, answered(5, { "supplier date 1": "2026-12-01", "supplier quantity 1": "40" })], 6)).toBe("quantity change");
    expect(situation([bare, answered(5, { "supplier price 1": "9.90" })], 6)).toBe("price change");
    expect(situation([bare, answered(5, { "supplier date 1": "2026-12-01" })], 6)).toBe("date change");
  });

  test("an answer that the ERP shows as done within its own second, and so before it, asks for nothing more", () => {
    const written = anEvent(5, "update expected date", { attributes: { "expected date 1": "2026-12-04" } });
    expect(situation([created, written, answered(5, { "supplier date 1": "2026-12-04" })], 6)).toBeNull();
    expect(situation([created, written, answered(7, { "supplier date 1": "2026-12-09" })], 8)).toBe("date change");
  });

  test("what only a mail says, and what was passed to a buyer, waits for people", () => {
    expect(situation([created, anEvent(5, "receive supplier mail")], 100)).toBeNull();
    const passed = anEvent(6, "update memo", { attributes: { memo: "Supplier wants 30 days later: a buyer has to decide" } });
    expect(situation([created, answered(5, { "supplier date 1": "2026-12-31" }), passed], 100)).toBeNull();
  });

  test("goods are overdue when the day and the next have passed, and not once they came", () => {
    const settled = anEvent(5, "acknowledge order", { actorKind: "person" });
    const hoursTo = (day: string) => (Date.parse(day) - Date.parse(SENT)) / HOUR_MS;
    expect(situation([created, settled], hoursTo("2026-12-02T23:00:00Z"))).toBeNull();
    expect(situation([created, settled], hoursTo("2026-12-03T01:00:00Z"))).toBe("overdue");
    expect(
      situation([created, settled, anEvent(hoursTo("2026-12-02T08:00:00Z"), "receive goods")], hoursTo("2026-12-09T00:00:00Z")),
    ).toBeNull();
  });
});

test.each([
  ["Asked for a confirmation", "ask supplier"],
  ["chased by phone", "ask supplier"],
  ["Asked for an earlier date", "ask for an earlier date"],
  ["Escalated: late and critical", "escalate"],
  ["Confirmed by the supplier", "acknowledge"],
  ["; Seen 2026-11-02", null],
  ["", null],
])("the memo %j says %j", (memo, meaning) => {
  expect(readMemo(memo)).toBe(meaning);
});
