import { jobs } from "#server/jobs/index.ts";
import { payloads } from "#server/queue.ts";
import { runTracked } from "#server/services/jobs/run-tracked.ts";
import type { TestHouse } from "./house.ts";

/**
 * Runs what was enqueued in a test house, in order, and what these jobs enqueue in turn, as a worker would.
 * A job that asks to be tried again is run until its tries are used up.
 *
 * @param leaves jobs that are taken off the queue and not run
 */
export async function runJobs({
  services,
  jobs: waiting,
  leaves,
}: Pick<TestHouse, "services" | "jobs"> & { leaves?: ReadonlySet<string> }): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { name } = next;
    if (leaves?.has(name)) continue;
    const job = jobs.find((candidate) => candidate.name === name);
    if (!job) throw new Error(`no job is called ${name}`);
    const payload = payloads[name].parse(next.payload);
    const signal = new AbortController().signal;
    for (let tries = 0; tries <= job.retries; tries += 1) {
      const outcome = await runTracked(services, payload, {
        name,
        signal,
        lastTry: tries === job.retries,
        work: (context, progress) => job.run(context, payload, progress),
      });
      if (outcome === "ended") break;
    }
  }
}
