import { generateTypes } from "#db/generate-types.ts";
import { installedDatabase } from "./installed-database.ts";
import { reportError } from "./report-error.ts";
import { readStartSettings } from "./start-settings.ts";

/** `npm run db:types`: writes db/schema.ts from the database of the running installation, after a migration. */
try {
  const { ownerUrl } = await installedDatabase(readStartSettings(process.env, process.argv.slice(2)));
  const { code, output } = generateTypes({ ownerUrl });
  process.stdout.write(output);
  process.exitCode = code;
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
