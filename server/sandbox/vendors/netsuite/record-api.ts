import * as z from "zod";
import { LOCATION_ID, findTransaction } from "../../departments/purchasing/state.ts";
import { failure } from "./failure.ts";
import type { Purchasing } from "../../departments/purchasing/create-purchasing.ts";
import type { Reply, Request } from "../../door.ts";
import type { AppActor } from "../../shop/act.ts";

const Ref = z.strictObject({ id: z.string() });
const OrderChange = z.strictObject({
  memo: z.string().max(999).optional(),
  item: z
    .strictObject({ items: z.array(z.strictObject({ line: z.int().optional(), expectedReceiptDate: z.iso.date().optional() })) })
    .optional(),
});
const Adjustment = z.strictObject({
  account: Ref,
  subsidiary: Ref.optional(),
  memo: z.string().max(999).optional(),
  inventory: z.strictObject({ items: z.array(z.strictObject({ item: Ref, location: Ref, adjustQtyBy: z.number() })).length(1) }),
});

const done = (headers: Readonly<Record<string, string>> = {}): Reply => ({ status: 204, headers, body: "" });

/** The part of the record API that is served: changes of purchase orders, and adjustments under an external id. */
export function answerRecord(purchasing: Purchasing, request: Request, by: AppActor): Reply {
  const order = /\/purchaseOrder\/(\d+)$/.exec(request.path);
  if (order && request.method === "PATCH") return changeOrder(purchasing, { id: Number(order[1]), body: readJson(request.body), by });
  const adjustment = /\/inventoryAdjustment\/eid:([^/]+)$/.exec(request.path);
  if (adjustment && request.method === "PUT")
    return writeAdjustment(purchasing, { externalId: decodeURIComponent(adjustment[1] ?? ""), body: readJson(request.body), by });
  return failure(404, "NONEXISTENT_ID", "The record type or id is not served here.");
}

function changeOrder(purchasing: Purchasing, { id, body, by }: { id: number; body: unknown; by: AppActor }): Reply {
  const change = OrderChange.safeParse(body);
  if (!change.success) return failure(400, "INVALID_CONTENT", `Error while accessing a resource. ${z.prettifyError(change.error)}`);
  const lines = change.data.item?.items ?? [];
  // The real one adds such a line. Nothing that is meant to change a date wants that, so the sandbox says it loudly.
  if (lines.some(({ line }) => line === undefined))
    return failure(400, "USER_ERROR", "Please enter value(s) for: Item. A line without its number would be added.");
  const result = purchasing.act(
    {
      kind: "update purchase order",
      orderId: id,
      memo: change.data.memo ?? null,
      lines: lines.flatMap(({ line, expectedReceiptDate }) =>
        line === undefined || expectedReceiptDate === undefined
          ? []
          : [{ id: line, expectedDay: Date.parse(expectedReceiptDate) / 86_400_000 }],
      ),
    },
    by,
  );
  if (result.ok) return done();
  if (result.refusal === "not found")
    return failure(404, "NONEXISTENT_ID", "The record instance does not exist. Provide a valid record instance ID.");
  return failure(
    400,
    result.refusal === "closed" ? "RCRD_LOCKED_BY_WF" : "INVALID_KEY_OR_REF",
    `The change was refused: ${result.refusal}.`,
  );
}

function writeAdjustment(purchasing: Purchasing, { externalId, body, by }: { externalId: string; body: unknown; by: AppActor }): Reply {
  const adjustment = Adjustment.safeParse(body);
  if (!adjustment.success) return failure(400, "INVALID_CONTENT", `Error while accessing a resource. ${z.prettifyError(adjustment.error)}`);
  const [line] = adjustment.data.inventory.items;
  if (!line || line.location.id !== String(LOCATION_ID)) return failure(400, "INVALID_KEY_OR_REF", "Invalid location reference key.");
  const itemId = Number(line.item.id);
  const action = { kind: "adjust stock", externalId, itemId, changeBy: line.adjustQtyBy, memo: adjustment.data.memo ?? "" } as const;
  const result = purchasing.act(action, by);
  if (!result.ok) return failure(400, "INVALID_KEY_OR_REF", "Invalid item reference key.");
  const { id } = result;
  return findTransaction(purchasing.state, id) ? done({ location: `/services/rest/record/v1/inventoryAdjustment/${id}` }) : done();
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
