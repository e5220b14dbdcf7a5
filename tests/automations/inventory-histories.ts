import type { StockDifference } from "#connectors/records/stock-difference.ts";
import { HistoryRow } from "#connectors/shopify/stock-history.ts";
import { toInventoryLevel } from "#connectors/shopify/to-inventory-level.ts";
import { withStockEvent, isOfDifference } from "#connectors/shopify/to-stock-difference.ts";
import { stockActs, toStockEvent } from "#connectors/shopify/to-stock-event.ts";
import type { CaseHistory, RelatedCase } from "#server/domain/automations/case-history.ts";
import { compareEvents, type OpsEvent } from "#server/domain/event-log/event.ts";
import { CHANNELS, FIRST_ITEM_ID, STATES, type Level } from "#server/sandbox/departments/inventory/stock.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { CATALOGUE } from "#server/sandbox/shop/catalogue.ts";
import { shopSettings, startOf } from "#server/sandbox/shop/settings.ts";
import { answerShopifyql } from "#server/sandbox/vendors/shopify/shopifyql.ts";
import { iso } from "#server/sandbox/vendors/shopify/value-shapes.ts";
import { toEvent } from "#server/services/connections/to-event.ts";

const SECOND_MS = 1_000;
const WINDOW_MS = 6 * 3_600_000; // A day's publication and its sales are some hundred rows: a table of a thousand is never full.
const DIMENSIONS = Object.keys(HistoryRow.shape).filter((name) => name !== "inventory_adjustment_change");

type Planned = Pick<Sandbox, "shop" | "departments">;

/** The history of stock between two seconds, as the shop's report tells it. */
function rowsBetween(shop: Planned, fromMs: number, toMs: number): HistoryRow[] {
  const at = (ms: number) => new Date(ms).toISOString().slice(0, 19);
  const query = `FROM inventory_adjustment_history SHOW inventory_adjustment_change SINCE ${at(fromMs)} UNTIL ${at(toMs)} GROUP BY ${DIMENSIONS.join(", ")} ORDER BY second ASC LIMIT 1000`;
  const { tableData, parseErrors } = answerShopifyql(shop, query);
  if (!tableData || tableData.rows.length >= 1_000) throw new Error(`the history cannot be read whole: ${parseErrors.join()}`);
  return tableData.rows.map((row) => HistoryRow.parse(row));
}

/** A level as the connector would read it now. */
export function levelNow({ departments }: Planned, { itemIndex, channelIndex, quantities, updatedMs }: Level) {
  const cost = departments.purchasing.state.items[itemIndex]?.unitCostMinor ?? 0;
  const channel = CHANNELS[channelIndex];
  const onHand = STATES.reduce((sum, state) => sum + quantities[state], 0);
  return toInventoryLevel(
    {
      id: `gid://shopify/InventoryItem/${FIRST_ITEM_ID + itemIndex}`,
      sku: CATALOGUE[itemIndex]?.sku,
      unitCost: { amount: (cost / 100).toFixed(2), currencyCode: "USD" },
    },
    {
      id: "level",
      updatedAt: iso(updatedMs),
      location: { id: `gid://shopify/Location/${channel?.locationId}`, name: channel?.name ?? null },
      quantities: [...STATES.map((name) => ({ name, quantity: quantities[name] })), { name: "on_hand", quantity: onHand }],
    },
  );
}

/** Reads differences of a shop as our copy would hold them at an instant, without the way through Nango. */
export function stockReader(shop: Planned, fromMs: number) {
  const events = new Map<string, OpsEvent[]>();
  const differences = new Map<string, StockDifference>();
  const ofLevel = new Map<string, RelatedCase[]>();
  let readMs = Math.floor(fromMs / SECOND_MS) * SECOND_MS;

  function read(rows: readonly HistoryRow[]): void {
    for (const act of stockActs(rows)) {
      const told = toStockEvent(act);
      const event = told && isOfDifference(told) ? toEvent(told) : null;
      if (!told || !event) continue;
      events.set(told.caseId, [...(events.get(told.caseId) ?? []), event]);
      const known = differences.get(told.caseId);
      const next = withStockEvent(known ?? null, told);
      if (!next) continue;
      differences.set(next.id, next);
      if (known) continue;
      const found = { caseId: `sku:${next.id}`, atMs: Date.parse(next.foundAt), content: { id: next.id } };
      ofLevel.set(next.levelId, [...(ofLevel.get(next.levelId) ?? []), found]);
    }
  }
  return {
    /** Everything that happened before a moment, to the second, is in our copy from then on. */
    readTo(nowMs: number): void {
      const untilMs = Math.floor(nowMs / SECOND_MS) * SECOND_MS;
      for (; readMs < untilMs; readMs = Math.min(untilMs, readMs + WINDOW_MS))
        read(rowsBetween(shop, readMs, Math.min(untilMs, readMs + WINDOW_MS)));
    },
    differences,
    historyOf(difference: StockDifference, knownAtMs: number): CaseHistory {
      const { id, levelId } = difference;
      const level = shop.departments.inventory.state.levels.find((one) => levelNow(shop, one).id === levelId);
      return {
        caseId: `sku:${id}`,
        events: (events.get(id) ?? []).toSorted(compareEvents),
        records: [{ model: "StockDifference", recordId: id, knownAtMs, content: difference }],
        related: (ofLevel.get(levelId) ?? []).filter(({ caseId }) => caseId !== `sku:${id}`),
        linked: level ? [{ by: levelId, recordId: levelId, content: levelNow(shop, level) }] : [],
      };
    },
  };
}

/** Differences of a sandbox shop as our copy would hold them after a first connection at its end. */
export function historiesOfStock(given: Parameters<typeof shopSettings>[0]) {
  const settings = shopSettings(given);
  const sandbox = openSandbox(settings);
  const reader = stockReader(sandbox, startOf(settings));
  reader.readTo(settings.untilMs);
  const histories = [...reader.differences.values()].map((difference) => reader.historyOf(difference, settings.untilMs));
  return { sandbox, histories, fromMs: startOf(settings), toMs: settings.untilMs };
}
