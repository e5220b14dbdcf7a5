import { expect, test } from "vitest";
import { SHIPPED_WORKFLOWS } from "#server/domain/audit/workflow-definitions.ts";
import { decisionsOfLog } from "#server/domain/decisions/decisions-of-log.ts";
import { mineDecisions } from "#server/domain/decisions/mine-decisions.ts";
import { demoLog } from "#server/sandbox/demo-log.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";

test("the demo's carrier selection is decided by promise, zone and weight, and says which service people choose", () => {
  const { decision } = SHIPPED_WORKFLOWS.find(({ workflow }) => workflow === "carrier-choice")!;
  const events = demoLog(shopSettings({ seed: "1", days: 14, ordersPerDay: 500 }))
    .filter(({ workflow }) => workflow === "carrier-choice")
    .map(({ endMs, facts, role: _role, ...row }) => ({
      ...row,
      startedAtMs: null,
      endedAtMs: endMs,
      attributes: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)])),
    }));
  const mined = mineDecisions(decisionsOfLog(events, "carrier-choice", decision!))!;
  expect(new Set(mined.table.map(({ outcome }) => outcome))).toEqual(
    new Set(["keep service", "change to overnight", "change to two-day air", "change to ground freight"]),
  );
  const words = mined.table.map(({ words: text }) => text).join("; ");
  for (const fact of ["promised days", "shipping zone", "weight in kg"]) expect(words).toContain(fact);
  expect(words).not.toContain("label printed");
  // People see the promise of two days and the heavy parcels otherwise now and then: not a rule to the letter, and not nothing.
  expect(mined.rulesBasedness.point).toBeGreaterThan(0.5);
  expect(mined.rulesBasedness.point).toBeLessThan(0.98);
  expect(mined.automatableShare).toBeGreaterThan(0.2);
  expect(mined.automatableShare).toBeLessThan(0.9);
});
