import { expect, test } from "vitest";
import { runSteps } from "./run-steps.ts";
import type { Found, Step } from "./step.ts";

const aStep = (name: string, count: Partial<Found>): Step => ({
  name,
  title: name,
  run: async () => ({ passed: 0, failed: 0, skipped: 0, ...count }),
});

async function outputOf(steps: Step[], only: string[] = []): Promise<{ code: number; lines: string[] }> {
  const written: string[] = [];
  const code = await runSteps(steps, only, (text) => written.push(text));
  return { code, lines: written.join("").trimEnd().split("\n") };
}

test("a failing step does not keep the later ones from running, and the run fails", async () => {
  const { code, lines } = await outputOf([aStep("types", { failed: 1 }), aStep("unit", { passed: 7 })]);
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe("7 passed, 1 failed");
});

test("a step that breaks counts as one failure", async () => {
  const broken: Step = { name: "lint", title: "Lint", run: () => Promise.reject(new Error("no such program")) };
  const { code, lines } = await outputOf([broken, aStep("unit", { passed: 2 })]);
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe("2 passed, 1 failed");
});

test("skipped tests are named only when there are some", async () => {
  expect((await outputOf([aStep("unit", { passed: 2, skipped: 3 })])).lines.at(-1)).toBe("2 passed, 0 failed, 3 skipped");
  expect(await outputOf([aStep("unit", { passed: 2 })])).toMatchObject({ code: 0 });
});

test("only the named steps run, and a name that does not exist is an error", async () => {
  const steps = [aStep("types", { passed: 1 }), aStep("unit", { passed: 7 })];
  expect((await outputOf(steps, ["unit"])).lines.at(-1)).toBe("7 passed, 0 failed");
  expect(await outputOf(steps, ["units"])).toMatchObject({ code: 1 });
});

test("what failed is named again at the end, by its step", async () => {
  const { lines } = await outputOf([
    aStep("unit", { failed: 1, failures: ["a.test.ts > adds: 2 is not 3"] }),
    aStep("types", { passed: 1 }),
  ]);
  expect(lines.slice(lines.findIndex((line) => line.includes("types") && line.includes("passed")) + 1).join("\n")).toContain(
    "✗ unit: a.test.ts > adds: 2 is not 3",
  );
});

test("what passed only on a second try is named, and does not fail the run", async () => {
  const { code, lines } = await outputOf([aStep("browser", { passed: 2, unsteady: ["a.spec.ts > opens: too late"] })]);
  expect(code).toBe(0);
  expect(lines).toContain("! browser: passed only on a second try: a.spec.ts > opens: too late");
  expect(lines.at(-1)).toBe("2 passed, 0 failed");
});
