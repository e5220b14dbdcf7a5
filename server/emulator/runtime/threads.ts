import { Worker } from "node:worker_threads";

/** Where a pool takes its threads from, and what becomes of those that run nothing when it stops. */
export type Threads = {
  take: () => Worker;
  giveBack: (thread: Worker) => Promise<unknown>;
};

const begin = (): Worker => new Worker(new URL("./worker.ts", import.meta.url));

/** A new thread each time. One that is given back ends. */
export const newThreads: Threads = { take: begin, giveBack: (thread) => thread.terminate() };

/**
 * Threads that go from one pool of this process to the next: coming up takes one half a second of the processor, and nothing of a run is
 * left in it. Those that wait for a pool do not keep the process alive.
 */
export function keptThreads(): Threads {
  const idle = new Set<Worker>();
  return {
    take() {
      const [thread] = idle;
      if (!thread) return begin();
      idle.delete(thread);
      thread.removeAllListeners("error");
      thread.ref();
      return thread;
    },
    async giveBack(thread) {
      // What a run that is over still throws ends the thread, and nobody else.
      thread.on("error", () => idle.delete(thread));
      thread.unref();
      idle.add(thread);
    },
  };
}
