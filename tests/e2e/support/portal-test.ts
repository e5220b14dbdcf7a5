import { test as base, type Page } from "@playwright/test";
import { expect } from "@playwright/test";

type Fixtures = {
  /** Messages a test brings about on purpose and that are therefore no fault: /status of 404/. */
  expectedErrors: RegExp | null;
  /** What the browser complained of in any page of the test: broken policy, uncaught errors, failed requests. */
  complaints: string[];
};

/** A test in which every page is watched: a violation of the Content-Security-Policy or an error in the console fails it. */
export const test = base.extend<Fixtures>({
  expectedErrors: [null, { option: true }],
  complaints: [
    async ({ context, expectedErrors }, use) => {
      const complaints: string[] = [];
      context.on("page", (page) => watch(page, complaints));
      await use(complaints);
      expect(complaints.filter((said) => !expectedErrors?.test(said))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Writes down what the browser complains of in a page, from now on. */
export function watch(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()} ${message.location().url}`);
  });
}
