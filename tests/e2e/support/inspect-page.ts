import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./portal-test.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [1280, 360] as const;
const THEMES = ["light", "dark"] as const;

/** What axe finds on the page as it stands, one line each; [] when all is well. */
export async function axeFindings(page: Page, part = "html"): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(part).withTags(RULES).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** By how many pixels something sticks out of the page sideways. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));

/** Looks at the open page light and dark, wide and on a phone: axe finds nothing, nothing sticks out. */
export async function expectSoundPage(page: Page): Promise<void> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const over = await overflow(page);
    if (over > 0) found.push(`${width} px: sticks out by ${over} px`);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      for (const finding of await axeFindings(page)) found.push(`${width} px, ${theme}: ${finding}`);
    }
  }
  expect(found).toEqual([]);
}
