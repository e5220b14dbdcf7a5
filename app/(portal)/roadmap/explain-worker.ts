import { explainPlan, type Question } from "./explain-plan.ts";

/** Runs the explanation off the main thread. One question, then its answers, then the page ends the worker. */
self.addEventListener("message", (event: MessageEvent<Question>) => {
  explainPlan(
    event.data,
    () => performance.now(),
    (answer) => self.postMessage(answer, { transfer: [] }),
  );
});
