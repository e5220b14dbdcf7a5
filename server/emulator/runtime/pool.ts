import type { Worker } from "node:worker_threads";
import type { FromWorker, HostAnswer, HostCall, HostError, RunOutcome, RunRequest, ToWorker } from "./messages.ts";
import { newThreads, type Threads } from "./threads.ts";

/** Answers what a running function asks for; throws a HostFailure for an error that the function may catch. */
export type Host = (method: string, argument: unknown) => Promise<unknown>;
export class HostFailure extends Error {
  readonly error: HostError;
  constructor(error: HostError) {
    super(error.kind);
    this.error = error;
  }
}

export type FunctionPool = {
  run: (request: Omit<RunRequest, "run">, host: Host) => Promise<RunOutcome>;
  stop: () => Promise<void>;
};

type Task = { request: RunRequest; host: Host; resolve: (outcome: RunOutcome) => void };
type Slot = { worker: Worker | null; task: Task | null; timer: NodeJS.Timeout | null; serves: "syncs" | "the rest" };

// Back-fills take minutes: actions have threads of their own, so that an approved effect does not wait for one.
const THREADS: readonly Slot["serves"][] = ["syncs", "syncs", "syncs", "the rest", "the rest"];

// Of the process, and not of a pool: a thread may have served another pool before.
let lastRun = 0;

/** Threads that run functions one at a time each, and are ended when one runs too long. They start when first needed. */
export function openPool(threads: Threads = newThreads): FunctionPool {
  const slots: Slot[] = THREADS.map((serves) => ({ worker: null, task: null, timer: null, serves }));
  const queue: Task[] = [];
  let isStopped = false;

  function next(): void {
    for (const slot of slots) {
      if (slot.task || isStopped) continue;
      const index = queue.findIndex((task) => (task.request.type === "sync") === (slot.serves === "syncs"));
      const [task] = index < 0 ? [] : queue.splice(index, 1);
      if (task) begin(slot, task);
    }
  }

  function begin(slot: Slot, task: Task): void {
    slot.task = task;
    slot.worker ??= open(slot);
    tell(slot, { type: "run", request: task.request });
  }

  /** The time counts from the function's own beginning: a thread takes a second or two to come up on a busy machine. */
  function limit(slot: Slot, task: Task): void {
    slot.timer = setTimeout(() => {
      void slot.worker?.terminate();
      slot.worker = null;
      end(slot, { ok: false, failure: { code: "script_timeout", message: "The function ran too long", payload: {}, upstream: null } });
    }, task.request.killAfterMs);
  }

  function end(slot: Slot, outcome: RunOutcome): void {
    const { task } = slot;
    if (slot.timer) clearTimeout(slot.timer);
    slot.timer = null;
    slot.task = null;
    task?.resolve(outcome);
    next();
  }

  function open(slot: Slot): Worker {
    const worker = threads.take();
    worker.on("message", (message: FromWorker) => {
      if (message.type === "call") void answer(slot, message.call);
      else if (slot.task?.request.run !== message.run) return;
      else if (message.type === "started") limit(slot, slot.task);
      else end(slot, message.outcome);
    });
    worker.on("error", (error) => {
      if (slot.worker !== worker) return;
      slot.worker = null;
      end(slot, {
        ok: false,
        failure: {
          code: "script_internal_error",
          message: null,
          payload: { name: "Error", message: String(error), stacktrace: [] },
          upstream: null,
        },
      });
    });
    return worker;
  }

  async function answer(slot: Slot, call: HostCall): Promise<void> {
    const { task } = slot;
    if (task?.request.run !== call.run) return;
    let reply: HostAnswer;
    try {
      reply = { call: call.call, ok: true, value: await task.host(call.method, call.argument) };
    } catch (error) {
      const told: HostError =
        error instanceof HostFailure ? error.error : { kind: "plain", message: error instanceof Error ? error.message : String(error) };
      reply = { call: call.call, ok: false, error: told };
    }
    tell(slot, { type: "answer", run: call.run, answer: reply });
  }

  function tell(slot: Slot, message: ToWorker): void {
    slot.worker?.postMessage(message);
  }

  return {
    run: (request, host) =>
      new Promise((resolve) => {
        lastRun += 1;
        queue.push({ request: { ...request, run: lastRun }, host, resolve });
        next();
      }),
    stop: async () => {
      isStopped = true;
      await Promise.all(
        slots.map(async (slot) => {
          const { worker, task } = slot;
          slot.worker = null;
          // Not all that listen: Node hears by listeners of its own whether anybody wants a thread's messages.
          worker?.removeAllListeners("message").removeAllListeners("error");
          if (worker) await (task ? worker.terminate() : threads.giveBack(worker));
          end(slot, {
            ok: false,
            failure: { code: "script_aborted", message: "The server was stopped during the run", payload: {}, upstream: null },
          });
        }),
      );
      for (const task of queue.splice(0))
        task.resolve({ ok: false, failure: { code: "script_aborted", message: "The server was stopped", payload: {}, upstream: null } });
    },
  };
}
