/** A value an attribute of an object had from a moment on. OCEL 2.0 writes what held from the beginning at 1970-01-01. */
export type ObjectChange = { readonly attribute: string; readonly atMs: number; readonly value: string };

/** An object to which this one belongs, and how: an order's item, a return's order. */
export type ObjectRelation = { readonly type: string; readonly id: string; readonly qualifier: string };

/**
 * An object of the log: an order, an item, a ticket. Its id is unique within its type and source.
 * Source of the words: OCEL 2.0 specification.
 */
export type LogObject = {
  readonly type: string;
  readonly id: string;
  readonly changes: readonly ObjectChange[];
  readonly relations: readonly ObjectRelation[];
};
