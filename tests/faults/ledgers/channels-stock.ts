import { differenceIn, documentOf } from "#server/sandbox/departments/inventory/record.ts";
import { CHANNELS, FIRST_ITEM_ID, type Level } from "#server/sandbox/departments/inventory/stock.ts";
import { CATALOGUE } from "#server/sandbox/shop/catalogue.ts";
import { iso, line, type EventLedger, type Ledger, type RecordLedger } from "./ledger.ts";

const levelIdOf = ({ itemIndex, channelIndex }: Level): string => `${FIRST_ITEM_ID + itemIndex}:${CHANNELS[channelIndex]?.locationId}`;

const LEVELS: RecordLedger = {
  name: "levels of stock",
  model: "InventoryLevel",
  owns: ({ itemId }) => String(itemId).startsWith("gid://shopify/"),
  there: ({ departments }) =>
    departments.inventory.state.levels.map((level) => {
      const { available, safety_stock: aside, quality_control: counting } = level.quantities;
      return line(levelIdOf(level), CATALOGUE[level.itemIndex]?.sku, available, aside, counting, iso(level.updatedMs));
    }),
  here: (one) => line(one.id, one.sku, one.available, one.safetyStock, one.qualityControl, one.updatedAt),
};

const STATES = { found: "found", recount: "recount_asked", counted: "recounted", settled: "settled", stopped: "stopped" } as const;

const DIFFERENCES: RecordLedger = {
  name: "differences of stock",
  model: "StockDifference",
  there: ({ departments }) =>
    departments.inventory.state.differences.map((one) =>
      line(
        documentOf(one),
        levelIdOf(one.level),
        STATES[one.state],
        one.unitsApart,
        one.ledgerQuantity,
        one.channelQuantity,
        iso(one.foundMs),
      ),
    ),
  here: (one) => line(one.id, one.levelId, one.state, one.unitsApart, one.ledgerQuantity, one.channelQuantity, one.foundAt),
};

/** Each act changes some levels, and is an event of each. */
const ACTS: EventLedger = {
  name: "acts on stock",
  isOf: ({ id }) => id.startsWith("stock:"),
  there: ({ departments }) =>
    departments.inventory.state.groups.flatMap(({ id, atMs, actor, documentUri, changes }) =>
      [...new Set(changes.map(({ level }) => levelIdOf(level)))].map((levelId) => {
        const difference = differenceIn(documentUri);
        const caseId = difference === null ? levelId : documentOf({ id: difference });
        return line(`stock:${id}:${levelId}`, `sku:${caseId}`, iso(atMs), actor.kind === "staff");
      }),
    ),
  here: ({ id, caseId, at, kind }) => line(id, caseId, at.toISOString(), kind === "person"),
};

const MOST_LOOKS = 20; // that one run of syncs takes at a level

/** Changes between two looks, told of while the shop has never let its history be read: each is of a level there is, and names nobody. */
const SEEN: EventLedger = {
  name: "changes of stock that were only seen",
  isChance: true,
  isOf: ({ id }) => id.startsWith("stock-seen:"),
  there: ({ departments }) =>
    departments.inventory.state.levels.flatMap((level) =>
      Array.from({ length: MOST_LOOKS }, () => line(`sku:${levelIdOf(level)}`, "unknown", true)),
    ),
  here: ({ id, caseId, kind, at }) => line(caseId, kind, id.endsWith(`:${iso(at.getTime())}`)),
};

export const CHANNELS_STOCK: readonly Ledger[] = [LEVELS, DIFFERENCES, ACTS, SEEN];
