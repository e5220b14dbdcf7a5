/** A document of the ERP. */
export type TransactionType = "PurchOrd" | "ItemRcpt" | "InvAdjst";

/** In which way something was saved, as the ERP's notes tell it: by hand, through the web services, by the clock, from a file, by a rule. */
export type Context = "UIF" | "WBS" | "SCH" | "CSV" | "UEV";

/** One field of one save. type: 1 created, 4 changed. */
export interface Note {
  transactionId: number;
  atMs: number;
  authorId: number;
  context: Context;
  type: 1 | 4;
  field: string;
  before: string | null;
  after: string | null;
  lineId: number | null;
}

export interface Line {
  id: number;
  itemId: number;
  sku: string;
  quantity: number;
  received: number;
  locationId: number;
  /** Day of the shop's calendar, counted from 1970-01-01; null where none is promised. */
  expectedDay: number | null;
  isClosed: boolean;
}

export interface Transaction {
  id: number;
  type: TransactionType;
  number: string;
  createdMs: number;
  modifiedMs: number;
  createdBy: number;
  modifiedBy: number;
  /** Letter of the state: A waits for approval, B for goods, D part received, F for the bill, H closed; null for other documents. */
  status: string | null;
  supplierId: number | null;
  madeFrom: number | null;
  externalId: string | null;
  memo: string | null;
  lines: Line[];
  notes: Note[];
}

/** What the ERP does not hold: what the supplier will do, and for whom the order waits. */
export interface Dealings {
  valueMinor: number;
  /** Days that the supplier will want to move the date by; 0 when it is confirmed as ordered. */
  movedByDays: number;
  isCritical: boolean;
  isAnswered: boolean;
  isSettled: boolean;
  chases: number;
  proposals: number;
  /** Grows whenever it waits for something else: what waited before is void. */
  turn: number;
}
