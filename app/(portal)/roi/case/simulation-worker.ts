import { startMonteCarlo } from "#server/domain/roi/monte-carlo.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { viewSimulation, type SimulationView } from "./simulation-view.ts";

/** A scenario to draw; a later question makes earlier ones void. */
export type Question = { run: number; scenario: Scenario };
export type Answer = { run: number; view: SimulationView };

/** Draws between two looks for a later question. */
const SLICE_DRAWS = 2_000;

let asked = 0;

/** Draws scenarios off the main thread, one after the other: the page ends the worker when it is left. */
self.addEventListener("message", ({ data }: MessageEvent<Question>) => {
  asked = data.run;
  void answer(data);
});

async function answer({ run, scenario }: Question): Promise<void> {
  const simulation = startMonteCarlo(scenario);
  while (!simulation.step(SLICE_DRAWS)) {
    await nextTask();
    if (run !== asked) return;
  }
  const view: Answer = { run, view: viewSimulation(scenario, simulation.result()) };
  self.postMessage(view, { transfer: [] });
}

/** Lets a message come in; a message of one's own comes sooner than a timer of 0. */
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
