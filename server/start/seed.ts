import { seedScenario } from "../services/demo/seed-scenario.ts";
import { findFirstOwner } from "../services/people/find-first-owner.ts";
import { openInstalledHouse } from "./open-installed-house.ts";
import { reportError } from "./report-error.ts";

/** `npm run seed -- NAME`: a workspace with a named scenario, for the owner of this installation. */
const name = process.argv[2] ?? "";
try {
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
