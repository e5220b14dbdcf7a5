import { ChannelsInStep, type InStep } from "#app/(portal)/automations/channels-in-step.tsx";
import { Part, Specimen } from "../specimen.tsx";

const MINUTE_MS = 60_000;
const inStep: InStep = {
  count: 2_418,
  atTarget: 2_416,
  unknown: 0,
  apartCount: 2,
  apart: [
    {
      item: `HP-LINEN-${"extralong".repeat(6)}`,
      channel: "Point of Sale stock",
      quantity: 120,
      target: 113,
      since: new Date("2026-11-21T16:20:00Z"),
      caseId: "sku:1",
      waitsFor: "the warehouse's count",
    },
    {
      item: "HP-MUG-04",
      channel: "Shop stock",
      quantity: 4,
      target: 9,
      since: new Date("2026-11-22T05:40:00Z"),
      caseId: "sku:2",
      waitsFor: "a decision",
    },
  ],
  closed: { count: 412, medianMs: 38 * MINUTE_MS, longestMs: 61 * 60 * MINUTE_MS },
  windowDays: 30,
  bound: {
    ms: 43 * MINUTE_MS,
    delays: { seenMs: 15 * MINUTE_MS, decidedMs: MINUTE_MS, triedMs: MINUTE_MS / 2, failures: 3 },
    beyond: "how often the app that compares looks, the warehouse's count, and the wait for a person's approval",
    tolerance: 0,
  },
  asOf: new Date("2026-11-22T06:00:00Z"),
};

/** How channels stand against the ledger: some apart, all at their target, and nothing read yet. */
export function InStepSection() {
  const none = { medianMs: null, longestMs: null, count: 0 };
  return (
    <Part id="in-step" title="Channels against the ledger">
      <div className="grid gap-10">
        <Specimen name="Two apart, one for longest; a name that is too long">
          <ChannelsInStep inStep={inStep} locale="en-US" />
        </Specimen>
        <Specimen name="All at their target, no gap closed yet">
          <ChannelsInStep inStep={{ ...inStep, count: 39, atTarget: 39, apartCount: 0, apart: [], closed: none }} locale="en-US" />
        </Specimen>
        <Specimen name="Nothing read yet">
          <ChannelsInStep inStep={{ ...inStep, count: 0, atTarget: 0, apartCount: 0, apart: [], closed: none }} locale="en-US" />
        </Specimen>
      </div>
    </Part>
  );
}
