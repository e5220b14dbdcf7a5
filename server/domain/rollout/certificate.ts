import type { Move } from "./richest-set.ts";

/** What a solution rests on: everything the checker needs besides the plan's numbers. Plain data, fit for JSON. */
export type Certificate = {
  /** Item ids in the order to build them. */
  order: string[];
  /** The order's total: sum of weekly value (minor units) times the curve at its end. */
  total: number;
  /** No order has a greater total than this. Equal to `total` when the order is proven best. */
  bound: number;
  /** Parts of the plan that a best order builds one after the other; a single part, the whole plan, where it does not fall apart. */
  parts: CertificatePart[];
  /** Weekly value counted with a prerequisite instead: makes the bound by sorting tight and proves the parts. */
  moved: { from: string; to: string; amount: number }[];
};

/**
 * `enumerated`: every set of built items that could still lead to a better order was gone through, and none did. The checker
 * goes through them again with a program of its own: no shorter proof of that step is known.
 * Otherwise the bound of the part comes from sorting alone, which is always true and cheap to check but seldom tight.
 */
export type CertificatePart = { items: string[]; enumerated: boolean };

export function nameMoves(ids: readonly string[], moves: readonly Move[]): Certificate["moved"] {
  return moves.map(({ from, to, amount }) => ({ from: ids[from]!, to: ids[to]!, amount }));
}
