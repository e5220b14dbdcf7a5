import * as z from "zod";
import { jsonReply } from "../../door.ts";
import { costMinor, SERVICE_CODES, SERVICES, zoneOf } from "../../departments/shipping/services.ts";
import { findParcel } from "../../departments/shipping/state.ts";
import { OUR_APP } from "./account.ts";
import { failure } from "./failure.ts";
import { orderShape, packerIdOf } from "./shapes.ts";
import type { Reply, Request } from "../../door.ts";
import type { ShippingAction, ShippingResult } from "../../departments/shipping/act.ts";
import type { Sandbox } from "../../open-sandbox.ts";

const OrderId = z.coerce.number().int();
const Weight = z.object({ value: z.number(), units: z.literal("ounces") });
const Service = z.enum(SERVICE_CODES);
const Address = z.looseObject({ name: z.string() });

// What the vendor needs of an order beside its key; all else that is left out is blank afterwards.
const SavedOrder = z.looseObject({
  orderNumber: z.string(),
  orderKey: z.string(),
  orderDate: z.string(),
  orderStatus: z.string(),
  billTo: Address,
  shipTo: Address,
  serviceCode: Service.nullish(),
  weight: Weight.nullish(),
  orderTotal: z.number().nullish(),
  requestedShippingService: z.string().nullish(),
});
const Rates = z.looseObject({ carrierCode: z.string(), fromPostalCode: z.string(), toState: z.string().nullish(), toCountry: z.string(), toPostalCode: z.string(), weight: Weight }); // prettier-ignore
const LabelFor = z.looseObject({ orderId: OrderId, carrierCode: z.string(), serviceCode: Service, shipDate: z.string(), weight: Weight });

/** What changes something, and the rates, which are asked for by POST; null for a path that is not served. */
export function answerWrite(sandbox: Sandbox, request: Request): Reply | null {
  const { shipping } = sandbox.departments;
  const body = readJson(request.body);
  const act = (action: ShippingAction): ShippingResult => shipping.act(action, OUR_APP);

  /** Reads the body, asks for the change and answers what was done. */
  function change<T>(
    schema: z.ZodType<T>,
    actionOf: (read: T) => ShippingAction | null,
    reply: (result: ShippingResult & { ok: true }) => unknown,
  ) {
    const read = schema.safeParse(body);
    if (!read.success) return failure(400, "The request is invalid.");
    const action = actionOf(read.data);
    if (!action) return failure(404, "The order was not found.");
    const result = act(action);
    if (result.ok) return jsonReply(200, reply(result));
    return result.refusal === "not found" ? failure(404, "The order was not found.") : failure(400, `The order is ${result.refusal}.`);
  }
  const success = (message: string) => () => ({ success: true, message });

  switch (`${request.method} ${request.path}`) {
    case "POST /orders/createorder":
      return change(
        SavedOrder,
        ({ orderKey, serviceCode, weight, orderTotal, requestedShippingService: requested }) => {
          const parcel = shipping.state.parcels.find(({ orderNumber }) => String(orderNumber) === orderKey);
          if (!parcel) return null;
          return {
            kind: "save order",
            parcelId: parcel.id,
            service: serviceCode ?? null,
            weightOunces: weight?.value ?? 0,
            valueMinor: Math.round((orderTotal ?? 0) * 100),
            isExpressPaid: requested === "Express",
          };
        },
        ({ parcel }) => orderShape(sandbox, parcel),
      );
    case "POST /orders/holduntil":
      return change(
        z.object({ orderId: OrderId, holdUntilDate: z.iso.date() }),
        ({ orderId, holdUntilDate }) => ({ kind: "hold", parcelId: orderId, until: holdUntilDate }),
        success("The requested order has been put on hold."),
      );
    case "POST /orders/restorefromhold":
      return change(
        z.object({ orderId: OrderId }),
        ({ orderId }) => ({ kind: "release", parcelId: orderId }),
        success("The requested order has been restored from On Hold status."),
      );
    case "POST /orders/addtag":
      return change(
        z.object({ orderId: OrderId, tagId: z.int() }),
        ({ orderId, tagId }) => ({ kind: "add tag", parcelId: orderId, tagId }),
        success("Tag added successfully."),
      );
    case "POST /orders/assignuser":
      return change(
        z.object({ orderIds: z.tuple([OrderId]), userId: z.guid() }),
        ({ orderIds: [parcelId], userId }) => ({ kind: "assign", parcelId, packerId: packerIdOf(userId) }),
        success("User assigned successfully."),
      );
    case "POST /orders/createlabelfororder":
      return change(
        LabelFor,
        ({ orderId, serviceCode }) => ({ kind: "buy label", parcelId: orderId, service: serviceCode }),
        ({ label }) => ({
          shipmentId: label?.id ?? 0,
          shipmentCost: (label?.costMinor ?? 0) / 100,
          insuranceCost: 0,
          trackingNumber: `9400${label?.id ?? 0}`,
          labelData: "JVBERi0xLjQK",
          formData: null,
        }),
      );
    case "POST /shipments/voidlabel":
      return voidLabel();
    case "POST /shipments/getrates":
      return rates();
    default:
      return null;
  }

  /** Refusing to void is an answer like any other. */
  function voidLabel(): Reply {
    const read = z.object({ shipmentId: OrderId }).safeParse(body);
    if (!read.success) return failure(400, "The request is invalid.");
    const result = act({ kind: "void label", labelId: read.data.shipmentId });
    if (!result.ok && result.refusal === "not found") return failure(404, "The shipment was not found.");
    return jsonReply(200, {
      approved: result.ok,
      message: result.ok ? "Label voided successfully" : "The label has been voided already.",
    });
  }

  function rates(): Reply {
    const read = Rates.safeParse(body);
    if (!read.success) return failure(400, "The request is invalid.");
    const { carrierCode, toState, weight } = read.data;
    const facts = { weightOunces: weight.value, zone: zoneOf(toState ?? "") };
    return jsonReply(
      200,
      SERVICE_CODES.filter((code) => SERVICES[code].carrier === carrierCode).map((code) => ({
        serviceName: SERVICES[code].name,
        serviceCode: code,
        shipmentCost: costMinor(code, facts) / 100,
        otherCost: 0,
      })),
    );
  }
}

/** One order by its number; null where there is none. */
export function oneOrder(sandbox: Sandbox, path: string): Reply | null {
  const [, id] = /^\/orders\/(\d+)$/.exec(path) ?? [];
  const parcel = id === undefined ? undefined : findParcel(sandbox.departments.shipping.state, Number(id));
  return parcel ? jsonReply(200, orderShape(sandbox, parcel)) : null;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
