import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, settingsChanged, type AutomationSettings } from "./settings.ts";

test("settings that stand as they did have no change", () => {
  expect(settingsChanged(DEFAULT_SETTINGS, structuredClone(DEFAULT_SETTINGS))).toEqual([]);
});

test("every change is named by its path, with what it was and what it is", () => {
  const after: AutomationSettings = {
    ...DEFAULT_SETTINGS,
    gates: { ...DEFAULT_SETTINGS.gates, auto: { ...DEFAULT_SETTINGS.gates.auto, fewest: 20 } },
    approval: { hours: 24, onTimeout: "act" },
  };
  expect(settingsChanged(DEFAULT_SETTINGS, after)).toEqual([
    { setting: "gates.auto.fewest", from: 200, to: 20 },
    { setting: "approval.onTimeout", from: "lapse", to: "act" },
  ]);
});

test("the way back is the way there, turned round", () => {
  const number = fc.integer({ min: 0, max: 3 });
  const any = fc.tuple(number, number, number).map(([fewest, records, severeErrors]): AutomationSettings => ({
    ...DEFAULT_SETTINGS,
    gates: { ...DEFAULT_SETTINGS.gates, approve: { ...DEFAULT_SETTINGS.gates.approve, fewest } },
    brake: { ...DEFAULT_SETTINGS.brake, records },
    demotion: { ...DEFAULT_SETTINGS.demotion, severeErrors },
  }));
  fc.assert(
    fc.property(any, any, (before, after) => {
      const turned = settingsChanged(after, before).map(({ setting, from, to }) => ({ setting, from: to, to: from }));
      expect(settingsChanged(before, after)).toEqual(turned);
    }),
  );
});
