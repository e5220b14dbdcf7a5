import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./portal-test.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [1280, 360] as const;
/** What a theme can change: it sets colours and nothing else (app/globals.css). */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** What axe finds on the page as it stands, one line each; [] when all is well. */
export function axeFindings(page: Page, part = "html"): Promise<string[]> {
  return findings(page, part, { type: "tag", values: RULES });
}

/** Waits until what fades, moves or changes its colour has done so: half way it is fainter than it will be. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    // A change of theme begins its transitions with the next frame, however short they are.
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const passing = document
      .getAnimations()
      .filter(({ playState, effect }) => playState === "running" && effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(passing.map(({ finished }) => finished.catch(() => null)));
  });

async function findings(page: Page, part: string, runOnly: { type: "tag" | "rule"; values: string[] }): Promise<string[]> {
  await settled(page);
  // Axe is half a megabyte, which the builder reads into the page twice for every look. Where it stands, nothing is left to read.
  const hasAxe = await Promise.all(page.frames().map((frame) => frame.evaluate(() => "axe" in window)));
  const { violations } = await new AxeBuilder({ page, ...(hasAxe.every(Boolean) ? { axeSource: ";" } : {}) })
    .include(part)
    // The same rules at half the time: no second page for frames of other sites, and no list of what is well.
    .setLegacyMode()
    .options({ runOnly, resultTypes: ["violations"] })
    .analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** By how many pixels something sticks out of the page sideways. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));

/** What can be pressed, stands alone and is lower than 24 px: WCAG 2.2, target size. Links within a sentence are as high as its lines. */
export const lowTargets = (page: Page): Promise<string[]> =>
  page.getByRole("main").evaluate((main) =>
    [...main.querySelectorAll("a, button, summary")].flatMap((target) => {
      const { width, height } = target.getBoundingClientRect();
      if (width <= 1 || height >= 24) return [];
      let block: Element | null = target;
      while (block !== null && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
      const text = (target.textContent ?? "").trim();
      const isInSentence = (block?.textContent ?? "").replace(text, "").trim() !== "";
      return isInSentence && getComputedStyle(target).display === "inline" ? [] : [`${text.slice(0, 40)}: ${Math.round(height)} px`];
    }),
  );

/**
 * How far things have moved by themselves since the page began, as browsers score it (CLS), and what moved.
 * What a person's own input moves does not count.
 */
export function layoutShift(page: Page): Promise<{ score: number; moved: string[] }> {
  return page.evaluate(
    () =>
      new Promise<{ score: number; moved: string[] }>((resolve) => {
        let score = 0;
        const moved: string[] = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (!("value" in entry) || typeof entry.value !== "number" || Reflect.get(entry, "hadRecentInput") === true) continue;
            score += entry.value;
            const sources: unknown = Reflect.get(entry, "sources");
            for (const { node } of Array.isArray(sources) ? sources : []) {
              const text = node instanceof Element ? node.outerHTML : node instanceof Node ? (node.textContent ?? "") : "gone";
              moved.push(`${entry.value.toFixed(3)} at ${Math.round(entry.startTime)} ms: ${text.slice(0, 120)}`);
            }
          }
        }).observe({ type: "layout-shift", buffered: true });
        // What was recorded before arrives in the next task; without any there is no call at all.
        setTimeout(() => resolve({ score, moved }), 200);
      }),
  );
}

/** Looks at the open page light and dark, wide and on a phone: axe finds nothing, nothing sticks out. */
export async function expectSoundPage(page: Page): Promise<void> {
  const found: string[] = [];
  // On a phone a toast lies over text, which axe then calls too faint. The gallery has toasts themselves looked at.
  const dismiss = page.locator("[aria-live] button[aria-label=Dismiss]");
  await dismiss.evaluateAll((buttons) => buttons.forEach((button) => button instanceof HTMLElement && button.click()));
  await expect(dismiss).toHaveCount(0);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const over = await overflow(page);
    if (over > 0) found.push(`${width} px: sticks out by ${over} px`);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    for (const finding of await axeFindings(page)) found.push(`${width} px, light: ${finding}`);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    for (const finding of await findings(page, "html", { type: "rule", values: RULES_OF_COLOUR }))
      found.push(`${width} px, dark: ${finding}`);
  }
  expect(found).toEqual([]);
}
