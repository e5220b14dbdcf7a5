/** The vendor's numbers: those of the merchant's own systems behind an offset each. */
const ORDER_OFFSET = 60_000_000;
const SHIPMENT_OFFSET = 80_000_000;
const RETURN_OFFSET = -18_000_000;
const GOODS_OFFSET = 200_000;
const FIRST_ITEM_ID = 9_557_001;

export const orderIdOf = (orderNumber: number): number => ORDER_OFFSET + orderNumber;
export const orderNumberOf = (orderId: number): number => orderId - ORDER_OFFSET;
export const shipmentIdOf = (orderNumber: number): number => SHIPMENT_OFFSET + orderNumber;
export const orderOfShipment = (shipmentId: number): number => shipmentId - SHIPMENT_OFFSET;
/** @param returnId the shop's */
export const returnIdOf = (returnId: number): number => RETURN_OFFSET + returnId;
/** @param transactionId the ERP's, of a purchase order */
export const goodsIdOf = (transactionId: number): number => GOODS_OFFSET + transactionId;
export const itemIdOf = (itemIndex: number): number => FIRST_ITEM_ID + itemIndex;
export const itemIndexOf = (itemId: number): number => itemId - FIRST_ITEM_ID;
