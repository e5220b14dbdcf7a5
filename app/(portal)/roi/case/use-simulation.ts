"use client";
import { startTransition, useEffect, useRef, useState } from "react";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import type { SimulationView } from "./simulation-view.ts";
import type { Answer, Question } from "./simulation-worker.ts";

/** Rest after the last change before drawing begins: less would start what the next movement throws away. */
const REST_MS = 120;

/**
 * The simulation of a scenario, drawn in a worker while the page answers.
 *
 * @param initial the simulation of `saved`, from the server
 * @returns the newest finished simulation; `current` is false while it is that of an earlier state
 */
export function useSimulation(scenario: Scenario, saved: Scenario, initial: SimulationView): { view: SimulationView; current: boolean } {
  const [finished, setFinished] = useState<{ of: Scenario; view: SimulationView } | null>(null);
  const worker = useRef<Worker | null>(null);
  const run = useRef(0);

  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
    },
    [],
  );

  useEffect(() => {
    if (scenario === saved) return undefined;
    run.current += 1;
    const question: Question = { run: run.current, scenario };
    let answered: ((event: MessageEvent<Answer>) => void) | null = null;
    const timer = setTimeout(() => {
      worker.current ??= new Worker(new URL("./simulation-worker.ts", import.meta.url), { type: "module" });
      answered = ({ data }) => {
        if (data.run === question.run) startTransition(() => setFinished({ of: scenario, view: data.view }));
      };
      worker.current.addEventListener("message", answered);
      worker.current.postMessage(question, { transfer: [] });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      if (answered) worker.current?.removeEventListener("message", answered);
    };
  }, [scenario, saved]);

  if (scenario === saved) return { view: initial, current: true };
  return { view: finished?.view ?? initial, current: finished?.of === scenario };
}
