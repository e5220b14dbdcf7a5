import type { OpsEvent } from "../records/ops-event.js";
import type { StockDifference } from "../records/stock-difference.js";

type Told = ReadonlyMap<string, string>;

const toldBy = ({ details = [] }: OpsEvent): Told => new Map(details.map(({ name, value }) => [name, value]));
const numberOf = (text: string | undefined): number | null => (text === undefined || Number.isNaN(Number(text)) ? null : Number(text));

/** Whether an event is about a difference that an app keeps a document of, and not about a level alone. */
export const isOfDifference = ({ caseId }: Pick<OpsEvent, "caseId">): boolean => caseId.startsWith("gid://");

/**
 * A difference after one more event. Events may repeat: what is older than the record changes no state, so the order of reading does not
 * matter in the end. null while nobody has seen it being found: then nothing is known of it.
 */
export function withStockEvent(known: StockDifference | null, event: OpsEvent): StockDifference | null {
  const told = toldBy(event);
  const record = event.activity === "find difference" ? found(known, event, told) : known;
  if (!record) return null;
  const at = event.endedAt;
  const isNews = Date.parse(at) >= Date.parse(record.updatedAt);
  const times = timesAfter(record, event);
  const state = isNews ? (stateAfter(record, event) ?? record.state) : record.state;
  const countedQuantity = numberOf(told.get("counted quantity")) ?? record.countedQuantity;
  return { ...record, ...times, countedQuantity, state, updatedAt: isNews ? at : record.updatedAt };
}

const FRESH = {
  state: "found",
  countedQuantity: null,
  askedAt: null,
  recountedAt: null,
  settledAt: null,
  stoppedAt: null,
} as const;

function found(known: StockDifference | null, event: OpsEvent, told: Told): StockDifference | null {
  const levelId = event.objects.find(({ type }) => type === "stock level")?.id ?? "";
  const [itemNumber, locationNumber] = levelId.split(":");
  const [ledgerQuantity, channelQuantity] = [numberOf(told.get("ledger quantity")), numberOf(told.get("channel quantity"))];
  if (!itemNumber || !locationNumber || ledgerQuantity === null || channelQuantity === null) return known;
  return {
    ...(known ?? { ...FRESH, updatedAt: event.endedAt }),
    id: event.caseId,
    levelId,
    itemId: `gid://shopify/InventoryItem/${itemNumber}`,
    locationId: `gid://shopify/Location/${locationNumber}`,
    sku: told.get("sku") ?? null,
    channel: told.get("channel") ?? null,
    unitsApart: Math.abs(channelQuantity - ledgerQuantity),
    direction: channelQuantity > ledgerQuantity ? "above" : "below",
    ledgerQuantity,
    channelQuantity,
    soldPerDay: numberOf(told.get("sold per day")),
    foundAt: event.endedAt,
  };
}

function stateAfter({ recountedAt }: StockDifference, { activity }: OpsEvent): string | null {
  switch (activity) {
    case "ask for recount":
      return "recount_asked";
    case "recount":
      return "recounted";
    case "adjust stock":
      return "settled";
    case "stop selling":
      return "stopped";
    // Somebody has taken back what was done: it is as it was.
    case "cancel recount":
    case "set stock aside":
      return recountedAt === null ? "found" : "recounted";
    default:
      return null;
  }
}

const TIME_OF = new Map([
  ["ask for recount", "askedAt"],
  ["recount", "recountedAt"],
  ["adjust stock", "settledAt"],
  ["stop selling", "stoppedAt"],
] as const);

function timesAfter(record: StockDifference, { activity, endedAt }: OpsEvent): Partial<StockDifference> {
  const field = new Map<string, "askedAt" | "recountedAt" | "settledAt" | "stoppedAt">(TIME_OF).get(activity);
  if (field === undefined) return {};
  const before = record[field];
  return { [field]: before !== null && Date.parse(before) > Date.parse(endedAt) ? before : endedAt };
}
