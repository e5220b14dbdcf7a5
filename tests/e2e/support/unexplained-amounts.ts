import type { Page } from "@playwright/test";

/** Texts of the page with an amount of money or hours that stand outside of anything that says where they come from. */
export const unexplainedAmounts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const amount = /[$€£¥]\s?\d|\d\s?[$€£¥]|\d[\d.,]*\s?(?:h|hours?)\b(?!\s*ago)/u;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      const parent = node.parentElement;
      // The span is where the charts' library measures a text: nobody sees it.
      if (!parent || parent.closest("script, style, template, option, textarea, [data-provenance], .popover, #recharts_measurement_span"))
        continue;
      if (amount.test(text)) found.push(`${parent.tagName.toLowerCase()}: ${text.trim()}`);
    }
    return found;
  });
