/** Every question to ShipStation's API V1: path and parameters in one place. Times are local to ShipStation, "2026-11-01 09:30:00". */

export const PAGE_SIZE = 500; // the most that ShipStation gives

export interface Operation {
  path: string;
  params: Readonly<Record<string, string>>;
}

const paged = (path: string, page: number, params: Record<string, string>): Operation => ({
  path,
  params: { ...params, page: String(page), pageSize: String(PAGE_SIZE) },
});

/** Orders in the order of their last change. */
export const ordersModified = (from: string, page: number) =>
  paged("/orders", page, { modifyDateStart: from, sortBy: "ModifyDate", sortDir: "ASC" });

/** Labels, which V1 calls shipments, in the order in which they were made. */
export const labelsCreated = (from: string, page: number) =>
  paged("/shipments", page, { createDateStart: from, sortBy: "CreateDate", sortDir: "ASC" });

/** Labels that were voided. They have no time of a change and no order by the time of voiding. */
export const labelsVoided = (from: string, page: number) =>
  paged("/shipments", page, { voidDateStart: from, sortBy: "CreateDate", sortDir: "ASC" });

export const oneOrder = (orderId: string): Operation => ({ path: `/orders/${encodeURIComponent(orderId)}`, params: {} });
export const labelsOfOrder = (orderId: string) => paged("/shipments", 1, { orderId });
export const newestLabels = () => ({ path: "/shipments", params: { sortBy: "CreateDate", sortDir: "DESC", page: "1", pageSize: "500" } });
export const oldestLabel = () => ({ path: "/shipments", params: { sortBy: "CreateDate", sortDir: "ASC", page: "1", pageSize: "1" } });
export const userList = () => ({ path: "/users", params: { showInactive: "true" } });
export const carrierList = () => ({ path: "/carriers", params: {} });
export const serviceList = (carrierCode: string): Operation => ({ path: "/carriers/listservices", params: { carrierCode } });
export const warehouseList = (): Operation => ({ path: "/warehouses", params: {} });
export const oneWarehouse = (id: string): Operation => ({ path: `/warehouses/${encodeURIComponent(id)}`, params: {} });
export const storeList = () => ({ path: "/stores", params: { showInactive: "false" } });
