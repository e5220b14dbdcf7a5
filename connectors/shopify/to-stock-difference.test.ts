import { expect, test } from "vitest";
import type { OpsEvent } from "../records/ops-event.js";
import type { StockDifference } from "../records/stock-difference.js";
import { withStockEvent } from "./to-stock-difference.js";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 10, minute)).toISOString();
const event = (activity: string, minute: number, details: Record<string, string> = {}): OpsEvent => ({
  id: `stock:${minute}:45:91`,
  caseType: "sku",
  caseId: "gid://stockline/Difference/30001",
  activity,
  sourceAction: "correction",
  sourceType: "InventoryAdjustment",
  endedAt: at(minute),
  startedAt: null,
  actorKind: "app",
  actorId: null,
  actorName: "Stockline",
  tool: "Stockline",
  grade: "A",
  objects: [
    { type: "sku", id: "gid://stockline/Difference/30001" },
    { type: "stock level", id: "45:91" },
  ],
  details: Object.entries(details).map(([name, value]) => ({ name, value })),
});
const FOUND = event("find difference", 0, { "ledger quantity": "113", "channel quantity": "120", "sold per day": "4.2" });
const HISTORY = [
  FOUND,
  event("ask for recount", 5),
  event("cancel recount", 7),
  event("ask for recount", 9),
  event("recount", 20, { "counted quantity": "120" }),
  event("adjust stock", 30),
];
const after = (events: readonly OpsEvent[]): StockDifference | null => events.reduce<StockDifference | null>(withStockEvent, null);

test("a difference goes from state to state with what is done about it", () => {
  const states = HISTORY.map((_event, index) => after(HISTORY.slice(0, index + 1))?.state);
  expect(states).toEqual(["found", "recount_asked", "found", "recount_asked", "recounted", "settled"]);
  expect(after(HISTORY)).toMatchObject({
    levelId: "45:91",
    itemId: "gid://shopify/InventoryItem/45",
    locationId: "gid://shopify/Location/91",
    unitsApart: 7,
    direction: "above",
    countedQuantity: 120,
    foundAt: at(0),
    askedAt: at(9),
    recountedAt: at(20),
    settledAt: at(30),
    updatedAt: at(30),
  });
});

test("what is read again, and what is read late, changes no state that is newer", () => {
  expect(after([...HISTORY, ...HISTORY.slice(1, 4)])).toEqual(after(HISTORY));
  expect(after([...HISTORY.slice(0, 2), ...HISTORY.slice(3), event("cancel recount", 7)])).toEqual(after(HISTORY));
  expect(after([event("adjust stock", 30), FOUND])).toMatchObject({ state: "found" });
});

test("of a difference that nobody has seen being found nothing is known", () => {
  expect(after(HISTORY.slice(1))).toBeNull();
});
