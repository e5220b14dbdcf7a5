import type { Page } from "@playwright/test";
import * as z from "zod";

const TraceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds of the thread itself: what else the machine does is not in it. */
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).loose().optional(),
});

/**
 * The longest single piece of work that the page's main thread does during `work`, in milliseconds of its own processor time.
 * An answer waits for the piece it comes upon and then for its own, whatever the machine's load.
 */
export async function longestTask(page: Page, work: () => Promise<void>): Promise<{ longestMs: number; count: number }> {
  const session = await page.context().newCDPSession(page);
  const events: z.infer<typeof TraceEvent>[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) {
      const known = TraceEvent.safeParse(event);
      if (known.success) events.push(known.data);
    }
  });
  const ended = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel"] } });
  await work();
  await session.send("Tracing.end");
  await ended;
  await session.detach();
  const mains = new Set(
    events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ name, ph, pid, tid }) => ph === "X" && name.endsWith("RunTask") && mains.has(`${pid} ${tid}`));
  return { longestMs: Math.max(0, ...tasks.map(({ tdur }) => tdur ?? 0)) / 1000, count: tasks.length };
}
