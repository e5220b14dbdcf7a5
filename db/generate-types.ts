import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Writes db/schema.ts from a migrated database, or with `verify` only compares.
 *
 * @returns the tool's exit code: not 0 when `verify` finds the file out of date
 */
export function generateTypes({ ownerUrl, verify = false }: { ownerUrl: string; verify?: boolean }): { code: number; output: string } {
  const outFile = fileURLToPath(new URL("./schema.ts", import.meta.url));
  const tool = fileURLToPath(new URL("../node_modules/kysely-codegen/dist/cli/bin.js", import.meta.url));
  const args = ["--dialect", "postgres", "--url", ownerUrl, "--out-file", outFile, "--exclude-pattern", "{pgboss,nango,sandbox}.*"];
  const run = spawnSync(process.execPath, [tool, ...args, "--type-mapping", '{"int8":"number"}', ...(verify ? ["--verify"] : [])], {
    encoding: "utf8",
  });
  return { code: run.status ?? 1, output: run.stdout + run.stderr };
}
