import { scenarios } from "#db/seed/index.ts";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { seedScenario } from "../services/demo/seed-scenario.ts";
import { findFirstOwner } from "../services/people/find-first-owner.ts";
import { openInstalledHouse } from "./open-installed-house.ts";
import { reportError } from "./report-error.ts";

/** `npm run seed -- NAME`: a workspace with a named scenario, for the owner of this installation. */
const name = process.argv[2] ?? "";
try {
  if (!scenarios.some((scenario) => scenario.name === name))
    throw new RemedyError(name === "" ? "Name a scenario." : `There is no scenario "${name}".`, {
      remedy: `npm run seed -- NAME, with one of: ${scenarios.map((scenario) => scenario.name).join(", ")}`,
    });
  const house = await openInstalledHouse();
  try {
    const { eventCount } = await seedScenario(house.services, { name, owner: await findFirstOwner(house.services) });
    process.stdout.write(`${eventCount} events are in a new workspace: choose it in the switcher.\n`);
  } finally {
    await house.close();
  }
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
