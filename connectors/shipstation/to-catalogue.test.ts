import { expect, test } from "vitest";
import { toCarrierService, toWarehouse, WarehouseRow } from "./to-catalogue.js";

test("one service of two accounts is two, each under its own account", () => {
  const ofAccount = (code: string) =>
    toCarrierService({ code, name: `UPS, ${code}` }, { carrierCode: code, code: "ups_ground", name: "UPS® Ground" });
  expect([ofAccount("ups"), ofAccount("ups_walleted")]).toEqual([
    { id: "ups:ups_ground", carrier: "ups", carrierName: "UPS, ups", service: "ups_ground", name: "UPS® Ground" },
    {
      id: "ups_walleted:ups_ground",
      carrier: "ups_walleted",
      carrierName: "UPS, ups_walleted",
      service: "ups_ground",
      name: "UPS® Ground",
    },
  ]);
});

test("a warehouse is where its parcels leave from, and without an address that is not known", () => {
  const origin = { name: "Dock 2", street1: "1 Pier", state: "ME", country: "US", postalCode: "04101" };
  const row = WarehouseRow.parse({ warehouseId: 71_001, warehouseName: "Portland", originAddress: origin });
  expect(toWarehouse(row)).toEqual({ id: "71001", name: "Portland", region: "ME", country: "US", postcode: "04101" });
  expect(toWarehouse(WarehouseRow.parse({ warehouseId: 5 }))).toEqual({ id: "5", name: "5", region: null, country: null, postcode: null });
});
