import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { lockShape, packagesToAdd } from "./complete-lock.ts";

const ordered = z.record(z.string(), z.unknown());

/** `npm run lock`, after a package was added: completes package-lock.json for other platforms. */
const file = new URL("../../package-lock.json", import.meta.url);
const content = ordered.parse(JSON.parse(await readFile(file, "utf8")));
const added = packagesToAdd(lockShape.parse(content));
const packages = Object.entries({ ...ordered.parse(content["packages"]), ...added }).sort(([a], [b]) => a.localeCompare(b, "en"));
await writeFile(file, `${JSON.stringify({ ...content, packages: Object.fromEntries(packages) }, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${Object.keys(added).length} packages of other platforms added\n`);
