import * as z from "zod";
import { jsonReply } from "../../door.ts";
import { CARRIERS, SERVICE_CODES, SERVICES } from "../../departments/shipping/services.ts";
import { findParcel } from "../../departments/shipping/state.ts";
import { ACCOUNT, WAREHOUSE_ID } from "./account.ts";
import { failure } from "./failure.ts";
import { readTime } from "./local-time.ts";
import { answerWrite, oneOrder } from "./write-api.ts";
import { labelShape, orderShape, ownerShape, userShape } from "./shapes.ts";
import type { Reply, Request } from "../../door.ts";
import type { Label, Parcel } from "../../departments/shipping/parcel.ts";
import type { Sandbox } from "../../open-sandbox.ts";

const LARGEST_PAGE = 500;
const USUAL_PAGE = 100;
const Page = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).default(USUAL_PAGE),
  sortDir: z.enum(["ASC", "DESC"]).default("ASC"),
});

/** The vendor's API V1, as far as it is served. */
export interface Api {
  /** Null for a path that is not served. */
  answer(request: Request): Reply | null;
}

export function createApi(sandbox: Sandbox): Api {
  const { state } = sandbox.departments.shipping;
  let sorted: { revision: number; parcels: readonly Parcel[] } = { revision: -1, parcels: [] };
  return {
    answer(request) {
      if (sorted.revision !== state.revision) {
        const parcels = [...state.parcels].sort((a, b) => a.modifiedMs - b.modifiedMs || a.id - b.id);
        sorted = { revision: state.revision, parcels };
      }
      return answerApi(sandbox, request, sorted.parcels);
    },
  };
}

/** @param byChange all parcels in the order of their last change */
function answerApi(sandbox: Sandbox, request: Request, byChange: readonly Parcel[]): Reply | null {
  const { state } = sandbox.departments.shipping;
  const { query } = request;

  function listOrders(): Reply {
    const parcels = query.get("sortBy") === "ModifyDate" ? byChange : state.parcels;
    const found = parcels.filter(
      (parcel) =>
        isWithin("createDate", parcel.importedMs) &&
        isWithin("modifyDate", parcel.modifiedMs) &&
        isAs("orderStatus", parcel.status) &&
        isAs("orderId", String(parcel.id)) &&
        `#${parcel.orderNumber}`.startsWith(query.get("orderNumber") ?? ""),
    );
    return listReply("orders", found, (parcel) => orderShape(sandbox, parcel));
  }

  function listLabels(): Reply {
    const found = state.labels.filter(
      (label) =>
        isWithin("createDate", label.atMs) &&
        isWithin("shipDate", label.atMs) &&
        isWithin("voidDate", label.voidedMs) &&
        isAs("orderId", String(label.parcelId)) &&
        isAs("serviceCode", label.service) &&
        isAs("carrierCode", SERVICES[label.service].carrier),
    );
    return listReply("shipments", found, (label: Label) => {
      const parcel = findParcel(state, label.parcelId);
      return parcel ? labelShape(sandbox, parcel, label) : null;
    });
  }

  /** Times are compared as the vendor prints them, by the second of its own clock. */
  function isWithin(name: string, atMs: number | null): boolean {
    const [from, to] = [query.get(`${name}Start`), query.get(`${name}End`)];
    if (from === null && to === null) return true;
    if (atMs === null) return false;
    return (from === null || atMs >= (readTime(from) ?? 0)) && (to === null || atMs <= (readTime(to) ?? Number.POSITIVE_INFINITY));
  }

  function isAs(name: string, value: string): boolean {
    const asked = query.get(name);
    return asked === null || asked === value;
  }

  function listReply<T>(name: string, oldestFirst: readonly T[], shape: (row: T) => unknown): Reply {
    const read = Page.safeParse(Object.fromEntries(query));
    if (!read.success) return failure(400, "The request is invalid.");
    const size = Math.min(LARGEST_PAGE, read.data.pageSize);
    const all = read.data.sortDir === "ASC" ? oldestFirst : oldestFirst.toReversed();
    const rows = all.slice((read.data.page - 1) * size, read.data.page * size);
    const given = rows.length > 0 && sandbox.faults.take("short page") ? rows.slice(0, Math.ceil(rows.length / 2)) : rows;
    return jsonReply(200, {
      [name]: given.map(shape),
      total: all.length,
      page: read.data.page,
      pages: Math.ceil(all.length / size),
    });
  }

  switch (`${request.method} ${request.path}`) {
    case "GET /orders":
      return listOrders();
    case "GET /shipments":
      return listLabels();
    case "GET /users":
      return jsonReply(200, [ownerShape(), ...state.packers.map(userShape)]);
    case "GET /stores":
      return jsonReply(200, [storeShape()]);
    case "GET /carriers":
      return jsonReply(200, CARRIERS.map(carrierShape));
    case "GET /carriers/listservices":
      return jsonReply(200, servicesOf(query.get("carrierCode")));
    case "GET /warehouses":
      return jsonReply(200, [warehouseShape()]);
    case `GET /warehouses/${WAREHOUSE_ID}`:
      return jsonReply(200, warehouseShape());
    case "GET /accounts/listtags":
      return jsonReply(200, [{ tagId: 1101, name: "Look at it", color: "#FF9900" }]);
    default:
      return request.method === "GET" ? oneOrder(sandbox, request.path) : answerWrite(sandbox, request);
  }
}

const servicesOf = (carrier: string | null) =>
  SERVICE_CODES.filter((code) => SERVICES[code].carrier === carrier).map((code) => ({
    carrierCode: SERVICES[code].carrier,
    code,
    name: SERVICES[code].name,
    domestic: true,
    international: false,
  }));

const carrierShape = ({ code, name }: (typeof CARRIERS)[number], index: number) => ({
  name,
  code,
  accountNumber: `HP${code.length}4471`,
  requiresFundedAccount: code === "stamps_com",
  balance: code === "stamps_com" ? 812.4 : 0,
  nickname: null,
  shippingProviderId: 30_001 + index,
  primary: index === 0,
});

const storeShape = () => ({
  storeId: ACCOUNT.storeId,
  storeName: ACCOUNT.storeName,
  marketplaceId: 23,
  marketplaceName: "Shopify",
  accountName: null,
  email: null,
  integrationUrl: null,
  active: true,
  companyName: ACCOUNT.companyName,
  phone: "",
  publicEmail: "",
  website: "",
  refreshDate: null,
  lastRefreshAttempt: null,
  createDate: "2024-02-12T08:00:00.0000000",
  modifyDate: "2026-03-02T08:00:00.0000000",
  autoRefresh: true,
});

function warehouseShape() {
  const address = {
    name: ACCOUNT.companyName,
    company: null,
    street1: "14 Commercial Street",
    street2: null,
    street3: null,
    city: "Portland",
    state: "ME",
    postalCode: "04101",
    country: "US",
    phone: null,
    residential: null,
    addressVerified: null,
  };
  return {
    warehouseId: WAREHOUSE_ID,
    warehouseName: "Portland dock",
    originAddress: address,
    returnAddress: address,
    createDate: "2024-02-12T08:00:00.0000000",
    isDefault: true,
  };
}
