import type { Page } from "@playwright/test";

/**
 * The slowest answer of the page to what `work` does with mouse and keyboard, as browsers measure it (interaction to next paint).
 *
 * @returns milliseconds in steps of 8, and how many interactions were seen
 */
export async function worstInteraction(page: Page, work: () => Promise<void>): Promise<{ worstMs: number; count: number }> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { slipstreamInteractions: seen });
    // Not in TypeScript's list of options yet; without it only events of 104 ms and more are told.
    const everyEvent = { type: "event", durationThreshold: 16 };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ("interactionId" in entry && typeof entry.interactionId === "number" && entry.interactionId > 0) seen.push(entry.duration);
      }
    }).observe(everyEvent);
  });
  await work();
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        // The last entries come with the next paint.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            const seen: unknown = Reflect.get(window, "slipstreamInteractions");
            const durations = Array.isArray(seen) ? seen.filter((value) => typeof value === "number") : [];
            resolve({ worstMs: Math.max(0, ...durations), count: durations.length });
          }),
        );
      }),
  );
}
