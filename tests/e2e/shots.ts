import { fileURLToPath } from "node:url";
import { signInOwner } from "./support/people.ts";
import { NO_WORLD, PAGES } from "./support/pages.ts";
import { expect, test } from "./support/portal-test.ts";
import { enterFilledWorkspace } from "./support/world.ts";

const FOLDER = fileURLToPath(new URL("../../test-results/shots", import.meta.url));

const LOOKS = [
  { name: "light", width: 1280, theme: "light" },
  { name: "dark", width: 1280, theme: "dark" },
  { name: "phone", width: 360, theme: "light" },
] as const;

test.use({ expectedErrors: /status of 404/ });

// In this order: a new installation shows its first pages only until somebody has set it up.
for (const visitor of ["first", "nobody", "owner"] as const) {
  for (const { route, address, heading } of PAGES.filter((place) => place.visitor === visitor)) {
    // A route may stand for several pages: another view, another thing.
    const name = `${route} ${String(heading)}`;
    test(`picture of ${name}`, async ({ page, context }) => {
      if (visitor === "owner") await signInOwner(context);
      const world = visitor === "owner" ? await enterFilledWorkspace(context.request) : NO_WORLD;
      const file = name.replaceAll(/[^\w-]+/g, "-").replaceAll(/^-|-$/g, "");
      for (const { name: look, width, theme } of LOOKS) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await page.goto(address(world));
        await expect(page.getByRole("heading", { level: 1, name: heading }).first()).toBeVisible();
        await page.screenshot({ path: `${FOLDER}/${file}-${look}.png`, fullPage: true });
      }
    });
  }
}
