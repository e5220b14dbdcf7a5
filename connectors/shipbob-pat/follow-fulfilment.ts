import type { NangoSync } from "nango";
import * as z from "zod";
import { backfillStart } from "../kit/backfill.js";
import { readAccount, type Account } from "./account.js";
import { askOrNull, askShipBob, ShipBobError } from "./ask-shipbob.js";
import { followOpen, type Kind, type Storing } from "./follow-open.js";
import { followShipments } from "./follow-shipments.js";
import { followCentres, followHistory, followLevels } from "./follow-stock.js";
import { oneReceiving, oneReturn, receivingByIds, receivingSince, returnsByIds, returnsSince, ROWS_A_PAGE } from "./operations.js";
import { allRows, linkedPages, numberedPages, type Row } from "./pages.js";
import { isReturnOpen, returnEvents, toPartnerReturn } from "./to-partner-return.js";
import { isReceivingOpen, receivingEvents, toReceivingOrder } from "./to-receiving-order.js";
import type { PartnerReturn } from "../records/partner-return.js";
import type { ReceivingOrder } from "../records/receiving-order.js";

/** Where each part stands; numbers of what is open are parted by commas. */
export const Checkpoint = z.object({
  ordersSince: z.string(),
  ordersPage: z.number(),
  ordersNewest: z.string(),
  receivingUntil: z.string(),
  openReceiving: z.string(),
  returnsUntil: z.string(),
  openReturns: z.string(),
  stockAfter: z.string(),
});
type Checkpoint = z.infer<typeof Checkpoint>;

type Sync = Storing &
  Pick<NangoSync, "getMetadata" | "getRecordsByIds"> & {
    getCheckpoint: () => Promise<Checkpoint | null>;
    saveCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
  };

const Any = z.record(z.string(), z.unknown());
const Rows = z.array(Any);

/**
 * All that ShipBob knows, part by part. A part that the token may not read is left out; one that fails does not keep the others from being
 * read, and the run then ends with its failure.
 */
export async function followFulfilment(nango: Sync): Promise<void> {
  const metadata = await nango.getMetadata();
  const start = backfillStart(metadata);
  const account = await readAccount(nango, metadata);
  const at = (await nango.getCheckpoint()) ?? beginningAt(start);
  const move = (change: Partial<Checkpoint>): Promise<void> => nango.saveCheckpoint(Object.assign(at, change));
  const parts: readonly [scope: string, work: () => Promise<void>][] = [
    ["orders_read", ordersPart],
    ["returns_read", returnsPart],
    ["receiving_read", receivingPart],
    ["inventory_read", stockPart],
  ];
  const failures: unknown[] = [];
  for (const [scope, work] of parts)
    try {
      await work();
    } catch (error) {
      if (error instanceof ShipBobError && error.status === 403) await nango.log(`The token may not read this: ${scope}`);
      else failures.push(error);
    }
  if (failures.length > 0) throw failures[0];

  async function ordersPart(): Promise<void> {
    const place = { since: at.ordersSince, page: at.ordersPage, newest: at.ordersNewest };
    await followShipments(nango, account, place, ({ since, page, newest }) =>
      move({ ordersSince: since, ordersPage: page, ordersNewest: newest }),
    );
  }

  async function returnsPart(): Promise<void> {
    const from = { createdUntil: at.returnsUntil, openIds: idsIn(at.openReturns) };
    const { createdUntil, openIds } = await followOpen(nango, returnKind(nango, account), from);
    await move({ returnsUntil: createdUntil, openReturns: openIds.join(",") });
  }

  async function receivingPart(): Promise<void> {
    const from = { createdUntil: at.receivingUntil, openIds: idsIn(at.openReceiving) };
    const { createdUntil, openIds } = await followOpen(nango, receivingKind(nango, account), from);
    await move({ receivingUntil: createdUntil, openReceiving: openIds.join(",") });
  }

  async function stockPart(): Promise<void> {
    const centres = [...new Set([...(await followCentres(nango)), ...(await followLevels(nango))])].sort();
    await followHistory(nango, { centres, since: start, place: at.stockAfter, savePlace: (stockAfter) => move({ stockAfter }) });
  }
}

const beginningAt = (start: string): Checkpoint => ({
  ordersSince: start,
  ordersPage: 1,
  ordersNewest: start,
  receivingUntil: start,
  openReceiving: "",
  returnsUntil: start,
  openReturns: "",
  stockAfter: "",
});

const idsIn = (list: string): string[] => list.split(",").filter((id) => id !== "");

const returnKind = (nango: Storing, account: Account): Kind<PartnerReturn> => ({
  model: "PartnerReturn",
  rejectedModel: "RejectedPartnerReturn",
  createdSince: (since) => linkedPages(nango, returnsSince(since)),
  byIds: (ids) => allRows(nango, returnsByIds(ids)),
  one: (id) => askOrNull(nango, oneReturn(id), Any),
  read: toPartnerReturn,
  isOpen: isReturnOpen,
  eventsOf: (record) => returnEvents(record, account),
});

const receivingKind = (nango: Storing, account: Account): Kind<ReceivingOrder> => ({
  model: "ReceivingOrder",
  rejectedModel: "RejectedReceivingOrder",
  createdSince: (since) => receivingPages(nango, since),
  byIds: (ids) => askShipBob(nango, receivingByIds(ids), Rows),
  one: (id) => askOrNull(nango, oneReceiving(id), Any),
  read: toReceivingOrder,
  isOpen: isReceivingOpen,
  eventsOf: (record) => receivingEvents(record, account),
});

async function* receivingPages(nango: Storing, since: string): AsyncGenerator<Row[], void, void> {
  for await (const { rows } of numberedPages(nango, (page) => receivingSince(since, page), { pageSize: ROWS_A_PAGE })) yield rows;
}
