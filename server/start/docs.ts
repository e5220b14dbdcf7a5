import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedDocs } from "./docs/generated-docs.ts";

const DOCS = fileURLToPath(new URL("../../docs/", import.meta.url));

/** Writes the pages of docs/ that follow from the code, and removes pages of errors that are gone. */
const pages = generatedDocs();
await mkdir(join(DOCS, "errors"), { recursive: true });
for (const file of await readdir(join(DOCS, "errors"))) if (!pages.has(`errors/${file}`)) await rm(join(DOCS, "errors", file));
for (const [path, text] of pages) await writeFile(join(DOCS, path), text);
console.log(`${pages.size} pages written`);
