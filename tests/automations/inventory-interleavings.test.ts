import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { convergenceBoundMs } from "#server/domain/stock/bound.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER } from "#server/playbooks/inventory-sync/outcomes.ts";
import { ChannelOfItem, FOUND_WITHIN_MS, COUNTED_MS, DELAYS, type Happening } from "./stock-interleavings.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });
/** Decides everything by itself: small differences are set, larger ones counted, and what was counted holds. */
const TABLE: RuleTable = {
  columns: ["situation", "unitsApart", "countedAs"],
  rows: [
    { id: "channel", when: { situation: is("recounted"), countedAs: is("channel") }, outcome: KEEP_CHANNEL, reason: "For the test." },
    { id: "ledger", when: { situation: is("recounted") }, outcome: SET_TO_LEDGER, reason: "For the test." },
    { id: "small", when: { unitsApart: { test: "between", low: null, high: 6 } }, outcome: SET_TO_LEDGER, reason: "For the test." },
    { id: "else", when: {}, outcome: ASK_RECOUNT, reason: "For the test." },
  ],
};
const BUSY_MS = 15 * 60_000; // So much happens in it that every order comes about.
const BOUND_MS = convergenceBoundMs(DELAYS)!;
/** A difference is found at the next comparison; sent to be counted and decided on again it takes the bound twice, and the count between. */
const SETTLED_MS = FOUND_WITHIN_MS + 2 * BOUND_MS + COUNTED_MS;

const atMs = fc.integer({ min: 0, max: BUSY_MS });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ atMs, what: fc.constant("sale" as const), units: fc.integer({ min: 1, max: 5 }) }) },
  fc.record({ atMs, what: fc.constantFrom("allot" as const, "raise by hand" as const), units: fc.nat({ max: 30 }) }),
  fc.record({
    atMs,
    what: fc.constant("decide" as const),
    as: fc.constantFrom("ledger" as const, "channel" as const, "recount" as const, "stop" as const),
  }),
);
const run = fc.record({
  happenings: fc.array(happening, { minLength: 20, maxLength: 60 }),
  drawn: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 7, maxLength: 300 }),
});

function play({ happenings, drawn }: { happenings: Happening[]; drawn: number[] }): ChannelOfItem {
  let at = 0;
  const channel = new ChannelOfItem({ happenings, luck: () => drawn[at++ % drawn.length]!, table: TABLE });
  channel.runTo(BUSY_MS);
  return channel;
}
const SUM = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

describe("the playbook between customers, planners, a warehouse, and calls that are lost, doubled and late", () => {
  test("once nothing changes, the channel shows what the ledger allots it, nothing is left aside, and nothing goes on", () => {
    let acted = 0;
    fc.assert(
      fc.property(run, (given) => {
        const channel = play(given);
        // What was open when it stopped is settled first; then what that left apart is found.
        channel.runTo(channel.nowMs + 2 * SETTLED_MS);
        fc.pre(!channel.differences.some(({ leftToPeople }) => leftToPeople));
        const { available, ...aside } = channel.counts;
        expect([channel.open, available, SUM(aside), channel.underWay]).toEqual([undefined, Math.max(0, channel.allotted), 0, 0]);
        const { length } = channel.written;
        channel.runTo(channel.nowMs + 2 * SETTLED_MS);
        expect(channel.written).toHaveLength(length);
        acted += length;
      }),
      { seed: 21, numRuns: 600 },
    );
    expect(acted).toBeGreaterThan(400);
  });

  test("the units of a difference are decided on once, by us or by people", () => {
    fc.assert(
      fc.property(run, (given) => {
        const channel = play(given);
        channel.runTo(channel.nowMs + 2 * SETTLED_MS);
        for (const { settled } of channel.differences) expect(settled).toBeLessThanOrEqual(1);
        expect(new Set(channel.written.map(({ key }) => key)).size).toBe(channel.written.length);
        expect(Math.min(...Object.values(channel.counts))).toBeGreaterThanOrEqual(0);
      }),
      { seed: 22, numRuns: 600 },
    );
  });

  test("what we put on sale never shows more than was allotted, or counted, when it was decided; and moves nothing but the units of the difference", () => {
    fc.assert(
      fc.property(run, (given) => {
        const channel = play(given);
        channel.runTo(channel.nowMs + 2 * SETTLED_MS);
        for (const { kind, difference, before, after } of channel.written) {
          const { unitsApart, direction, ledgerQuantity, channelQuantity } = difference;
          const raisedTo = direction === "below" ? ledgerQuantity : channelQuantity;
          expect(kind === "put on sale" ? after.available <= raisedTo : after.available === before.available).toBe(true);
          expect(before.safety_stock - after.safety_stock).toBe(unitsApart);
          expect(SUM(after)).toBe(SUM(before) - (kind === "take off" ? unitsApart : 0));
        }
      }),
      { seed: 23, numRuns: 600 },
    );
  });
});
