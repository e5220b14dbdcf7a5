import { expect, test } from "vitest";
import { demoLog, toCsv } from "./demo-log.ts";
import { shopSettings } from "./shop/settings.ts";

const settings = shopSettings({ seed: "demo", days: 14, ordersPerDay: 200 });
const rows = demoLog(settings);

test("the log holds evidence of all six workflows, in order of time, each event once", () => {
  expect(new Set(rows.map(({ workflow }) => workflow))).toEqual(
    new Set(["order-exceptions", "inventory-sync", "supplier-po", "returns", "ticket-routing", "carrier-choice"]),
  );
  expect(rows.map(({ endMs }) => endMs)).toEqual(rows.map(({ endMs }) => endMs).sort((a, b) => a - b));
  expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(rows.length);
});

test("every kind of actor is there, and the bot's account stands among the people", () => {
  expect(new Set(rows.map(({ actorKind }) => actorKind))).toEqual(new Set(["person", "app", "rule", "supplier", "customer", "unknown"]));
  expect(new Set(rows.filter(({ actor }) => actor === "Robin Hale").map(({ actorKind }) => actorKind))).toEqual(new Set(["person"]));
});

test("the CSV has the columns of an event log, the workflow and a column a fact, ends only, and is the same for the same seed", () => {
  const csv = toCsv(rows);
  const [header, first] = csv.split("\n");
  expect(header?.startsWith("event_id,case_id,activity,actor,actor_kind,role,started_at,ended_at,workflow,")).toBe(true);
  expect(first?.split(",")[6]).toBe("");
  expect(csv.split("\n").length).toBe(rows.length + 2);
  expect(toCsv(demoLog(settings))).toBe(csv);
});

test("a value with a comma or a quote is quoted", () => {
  const row = {
    eventId: "1",
    caseId: 'a "b", c',
    activity: "hold",
    actor: null,
    actorKind: "unknown",
    endMs: 0,
    workflow: "returns",
    role: null,
    facts: { reason: "small, and blue", value: 12 },
  } as const;
  expect(toCsv([row]).split("\n")[1]).toBe('1,"a ""b"", c",hold,,unknown,,,1970-01-01T00:00:00Z,returns,"small, and blue",12');
});
