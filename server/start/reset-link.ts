import { makeResetLinkOnMachine } from "../services/people/make-reset-link-on-machine.ts";
import { openInstalledHouse } from "./open-installed-house.ts";
import { reportError } from "./report-error.ts";

/** `npm run reset-link -- MAIL-ADDRESS`: a link with which that person chooses a new password. */
try {
  const email = process.argv[2];
  if (!email) throw new Error("Name the mail address: npm run reset-link -- owner@example.com");
  const house = await openInstalledHouse();
  try {
    const { link, expiresAt } = await makeResetLinkOnMachine(house.services, { email });
    process.stdout.write(`${link}\nIt works once, until ${expiresAt.toISOString()}.\n`);
  } finally {
    await house.close();
  }
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
