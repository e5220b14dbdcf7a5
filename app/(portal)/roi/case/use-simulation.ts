"use client";
import { useEffect, useRef, useState } from "react";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import type { SimulationView } from "./simulation-view.ts";

/** Rest after the last change before drawing begins: less would start what the next movement throws away. */
const REST_MS = 120;
/** Work between two looks at what the person does: half of a frame. */
const SLICE_MS = 8;
const DRAWS_AT_ONCE = 100;

/**
 * The simulation of a scenario, drawn in slices between which the page answers.
 *
 * @param initial the simulation of `saved`, from the server
 * @returns the newest finished simulation; `current` is false while it is that of an earlier state
 */
export function useSimulation(scenario: Scenario, saved: Scenario, initial: SimulationView): { view: SimulationView; current: boolean } {
  const [finished, setFinished] = useState<{ of: Scenario; view: SimulationView } | null>(null);
  const run = useRef(0);

  useEffect(() => {
    if (scenario === saved) return undefined;
    run.current += 1;
    const mine = run.current;
    const timer = setTimeout(() => {
      void simulateInSlices(scenario, () => run.current !== mine).then((view) => view && setFinished({ of: scenario, view }));
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      run.current += 1;
    };
  }, [scenario, saved]);

  if (scenario === saved) return { view: initial, current: true };
  return { view: finished?.view ?? initial, current: finished?.of === scenario };
}

async function simulateInSlices(scenario: Scenario, abandoned: () => boolean): Promise<SimulationView | null> {
  const { startMonteCarlo, viewSimulation } = await import("./simulate.ts");
  if (abandoned()) return null;
  const simulation = startMonteCarlo(scenario);
  for (;;) {
    const until = performance.now() + SLICE_MS;
    let done = false;
    do done = simulation.step(DRAWS_AT_ONCE);
    while (!done && performance.now() < until);
    if (done) break;
    await nextTask();
    if (abandoned()) return null;
  }
  const result = simulation.result();
  await nextTask();
  return abandoned() ? null : viewSimulation(scenario, result);
}

/** Lets the browser paint and take input first; a message comes sooner than a timer of 0. */
const nextTask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
