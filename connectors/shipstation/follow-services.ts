import type { NangoSync } from "nango";
import * as z from "zod";
import { followWholeList, listedRows, type ListedRows } from "../kit/whole-list.js";
import type { CarrierService } from "../records/carrier-service.js";
import type { Warehouse } from "../records/warehouse.js";
import { askShipStation, ShipStationError, type Caller } from "./ask-shipstation.js";
import { carrierList, oneWarehouse, serviceList, warehouseList } from "./operations.js";
import { CarrierRow, ServiceRow, toCarrierService, toWarehouse, WarehouseRow } from "./to-catalogue.js";

const Rows = z.array(z.unknown());
const Coded = z.looseObject({ code: z.string() });
const Numbered = z.looseObject({ warehouseId: z.union([z.number(), z.string()]).transform(String) });

/** The services of every carrier account, then the warehouses: what one of the lists cannot tell keeps the other from nothing. */
export async function followServices(nango: Caller & Pick<NangoSync, "batchSave" | "batchDelete" | "listRecords">): Promise<void> {
  await followWholeList(nango, {
    model: "CarrierService",
    rejectedModel: "RejectedCarrierService",
    pages: services(nango),
    isThere: lookerForServices(nango),
  });
  const warehouses = await askShipStation(nango, warehouseList(), Rows);
  const idOf = (row: unknown) => Numbered.parse(row).warehouseId;
  await followWholeList<Warehouse>(nango, {
    model: "Warehouse",
    rejectedModel: "RejectedWarehouse",
    pages: [listedRows(warehouses, { list: "warehouses", idOf, read: (row) => toWarehouse(WarehouseRow.parse(row)) })],
    isThere: ({ id }) => hasWarehouse(nango, id),
  });
}

async function* services(nango: Caller): AsyncGenerator<ListedRows<CarrierService>, void, void> {
  for (const [at, row] of (await askShipStation(nango, carrierList(), Rows)).entries()) {
    const { data: carrier } = CarrierRow.safeParse(row);
    if (!carrier) {
      // Its services are not asked for, so nothing may count as missing.
      const code = Coded.safeParse(row).data?.code;
      yield { records: [], rejected: [{ id: code ?? `carriers row ${at + 1}`, reason: "carrier: cannot be read" }], isNamed: false };
      continue;
    }
    yield listedRows(await askShipStation(nango, serviceList(carrier.code), Rows), {
      list: `services of ${carrier.code}`,
      idOf: (service) => `${carrier.code}:${Coded.parse(service).code}`,
      read: (service) => toCarrierService(carrier, ServiceRow.parse(service)),
    });
  }
}

/** ShipStation has no question for one service: the lists are asked once more, each at most once a run, and both have to leave it out. */
function lookerForServices(nango: Caller): (service: CarrierService) => Promise<boolean> {
  let carriers: Promise<ReadonlySet<string>> | null = null;
  const lists = new Map<string, Promise<ReadonlySet<string>>>();
  const codesOf = async (rows: Promise<unknown[]>) => new Set((await rows).flatMap((row) => Coded.safeParse(row).data?.code ?? []));
  return async ({ carrier, service }) => {
    carriers ??= codesOf(askShipStation(nango, carrierList(), Rows));
    if (!(await carriers).has(carrier)) return (await carriers).size === 0;
    const list = lists.get(carrier) ?? codesOf(askShipStation(nango, serviceList(carrier), Rows));
    lists.set(carrier, list);
    return (await list).has(service);
  };
}

async function hasWarehouse(nango: Caller, id: string): Promise<boolean> {
  try {
    await askShipStation(nango, oneWarehouse(id), z.unknown());
    return true;
  } catch (error) {
    if (error instanceof ShipStationError && error.status === 404) return false;
    throw error;
  }
}
