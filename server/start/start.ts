import { fileURLToPath } from "node:url";
import { migrateToLatest } from "#db/migrate.ts";
import { buildPages } from "./next-build.ts";
import { runStart } from "./run-start.ts";

const script = (name: string) => fileURLToPath(new URL(`../${name}.ts`, import.meta.url));

const connectors = { nango: script("start/embedded-nango"), sandbox: script("sandbox/main") };
await runStart(
  { web: script("web"), worker: script("worker"), connectors, build: buildPages, migrate: migrateToLatest },
  process.argv.slice(2),
);
