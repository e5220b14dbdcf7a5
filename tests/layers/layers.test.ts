import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Each breaks one line of the table "who may import whom". The linter that stays silent on one of them is the trap. */
const planted: [file: string, code: string, caught: RegExp][] = [
  ["server/domain/roi/a.ts", 'import { x } from "kysely"; export const y = x;', /The domain only computes/],
  ["server/domain/roi/b.ts", 'import { readFileSync } from "node:fs"; export const y = readFileSync;', /The domain only computes/],
  ["server/domain/roi/c.ts", 'import { x } from "#db/client.ts"; export const y = x;', /The domain only computes/],
  ["server/domain/roi/d.ts", 'import { x } from "../../services/people/x.ts"; export const y = x;', /The domain only computes/],
  ["server/domain/roi/e.ts", 'import { x } from "#server/errors.ts"; export const y = x;', /The domain only computes/],
  ["server/domain/roi/f.ts", "export const y = Date.now();", /no-restricted-properties/],
  ["server/domain/roi/g.ts", "export const y = Math.random();", /no-restricted-properties/],
  ["server/domain/roi/h.ts", 'export const y = fetch("/x");', /no-restricted-globals/],
  ["server/domain/roi/i.ts", "export const y = process.env;", /no-restricted-globals/],
  ["db/queries/a.ts", 'import { x } from "#server/services/people/x.ts"; export const y = x;', /db\/ knows tables and domain types only/],
  ["db/queries/b.ts", 'import { x } from "../../server/api/root.ts"; export const y = x;', /db\/ knows tables and domain types only/],
  ["db/queries/c.ts", 'import { x } from "#server/errors.ts"; export const y = x;', /db\/ knows tables and domain types only/],
  ["db/queries/d.ts", 'import { x } from "#app/ui/x.ts"; export const y = x;', /db\/ knows tables and domain types only/],
  ["server/services/people/a.ts", 'import { sql } from "kysely"; export const y = sql;', /SQL lives in db/],
  ["server/services/people/b.ts", 'import { x } from "@trpc/server"; export const y = x;', /A service does not know who called it/],
  ["server/services/people/c.ts", 'import { x } from "next/headers"; export const y = x;', /A service does not know who called it/],
  ["server/services/people/d.ts", 'import { x } from "pg-boss"; export const y = x;', /A service does not know who called it/],
  [
    "server/services/people/e.ts",
    'import { x } from "#server/jobs/index.ts"; export const y = x;',
    /A service does not know who called it/,
  ],
  ["server/services/people/f.ts", 'import { x } from "../../api/trpc.ts"; export const y = x;', /A service does not know who called it/],
  ["server/services/people/g.ts", 'import { x } from "#connectors/shopify/x.ts"; export const y = x;', /only the record schemas/],
  ["server/api/routers/a.ts", 'import { x } from "#db/queries/people.ts"; export const y = x;', /Thin: call a service/],
  ["server/jobs/a.ts", 'import { x } from "pg"; export const y = x;', /Thin: call a service/],
  ["server/playbooks/hold/a.ts", 'import { x } from "#server/services/people/x.ts"; export const y = x;', /A playbook decides from facts/],
  ["server/emulator/a.ts", 'import { x } from "#server/services/people/x.ts"; export const y = x;', /stand outside/],
  ["server/emulator/b.ts", 'import { x } from "#db/client.ts"; export const y = x;', /stand outside/],
  ["server/sandbox/a.ts", 'import { x } from "../domain/interval.ts"; export const y = x;', /stand outside/],
  ["app/(portal)/audit/a.tsx", 'import { x } from "#db/client.ts"; export const y = x;', /A page reaches the server through tRPC/],
  [
    "app/(portal)/audit/b.tsx",
    'import { x } from "#server/services/people/x.ts"; export const y = x;',
    /A page reaches the server through tRPC/,
  ],
  ["app/(portal)/audit/c.tsx", 'import { x } from "#server/errors.ts"; export const y = x;', /A page reaches the server through tRPC/],
  ["app/(portal)/audit/d.tsx", 'import { x } from "kysely"; export const y = x;', /A page reaches the server through tRPC/],
  [
    "app/(portal)/audit/e.tsx",
    'import { x } from "#app/ui/format/format-money.ts"; export const y = x;',
    /they ask where the number comes from/,
  ],
  [
    "app/(portal)/audit/f.tsx",
    'import { x } from "../../ui/format/format-hours.ts"; export const y = x;',
    /they ask where the number comes from/,
  ],
  [
    "app/(portal)/audit/g.tsx",
    'import { x } from "#app/ui/format/format-figure.ts"; export const y = x;',
    /they ask where the number comes from/,
  ],
  ["app/ui/figure/a.tsx", 'import { x } from "#db/client.ts"; export const y = x;', /A page reaches the server through tRPC/],
  ["app/api/x/route.ts", 'import { x } from "#db/queries/people.ts"; export const y = x;', /A door is a few lines/],
  ["connectors/shopify/a.ts", 'import { x } from "../../server/domain/interval.ts"; export const y = x;', /Nango bundles each function/],
  ["connectors/shopify/b.ts", 'import { x } from "#server/errors.ts"; export const y = x;', /Nango bundles each function/],
  ["server/sandbox/shop/a.ts", 'import { x } from "../truth/x.ts"; export const y = x;', /The truth is for tests/],
  [
    "server/services/people/h.ts",
    'import { x } from "#server/sandbox/truth/x.ts"; export const y = x;',
    /The truth is for tests|does not know/,
  ],
  ["server/emulator/c.ts", 'import { x } from "../sandbox/truth/x.ts"; export const y = x;', /The truth is for tests/],
  ["server/boot2.ts", 'import { x } from "#connectors/zendesk/x.ts"; export const y = x;', /only the record schemas/],
  ["server/mail2.ts", 'import { x } from "#app/ui/x.ts"; export const y = x;', /The server knows no page/],
];

/** Things the table allows: a rule that forbids them is as wrong as one that sleeps. */
const allowed: [file: string, code: string][] = [
  ["app/(portal)/audit/ok.tsx", 'import type { X } from "#server/errors.ts"; export type Y = X;'],
  ["app/ui/figure/ok.tsx", 'import { x } from "../format/format-money.ts"; export const y = x;'],
  ["app/(portal)/audit/ok2.tsx", 'import { x } from "#server/domain/interval.ts"; export const y = x;'],
  [
    "server/services/people/ok.ts",
    'import { x } from "#connectors/records/order.ts"; import { z } from "#db/queries/people.ts"; export const y = [x, z];',
  ],
  [
    "server/playbooks/hold/ok.ts",
    'import { x } from "#db/queries/people.ts"; import { z } from "#server/domain/interval.ts"; export const y = [x, z];',
  ],
  [
    "db/queries/ok.ts",
    'import { sql } from "kysely"; import type { X } from "#server/domain/event-log/event.ts"; export const y = sql; export type Z = X;',
  ],
  [
    "server/domain/roi/ok.ts",
    'import { x } from "#server/domain/interval.ts"; import { z } from "../interval.ts"; export const y = [x, z];',
  ],
];

const Report = z.object({
  diagnostics: z.array(z.object({ filename: z.string(), code: z.string().default(""), message: z.string(), help: z.string().optional() })),
});
type Finding = z.infer<typeof Report>["diagnostics"][number];

function lint(tool: string, paths: string[], cwd: string): Finding[] {
  const { stdout } = spawnSync(process.execPath, [tool, "--format", "json", ...paths], {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return Report.parse(JSON.parse(stdout)).diagnostics;
}

describe("the layers", () => {
  let tree: string;
  let found: Finding[];

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), "slipstream-layers-"));
    cpSync(join(root, ".oxlintrc.json"), join(tree, ".oxlintrc.json"));
    for (const [file, code] of [...planted, ...allowed]) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), `${code}\n`);
    }
    const tool = join(root, "node_modules/oxlint/bin/oxlint");
    found = lint(tool, ["."], tree);
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  const findings = (file: string) =>
    found.filter(({ filename }) => filename === file).map(({ code, message, help }) => `${code} ${message} ${help ?? ""}`);

  test.each(planted)("a violation planted in %s is caught: %s", (file, _code, caught) => {
    expect(findings(file).join("\n")).toMatch(caught);
  });

  test.each(allowed)("%s may import what the table allows", (file) => {
    expect(findings(file).filter((line) => line.includes("no-restricted"))).toEqual([]);
  });

  test("the project itself keeps the table", () => {
    const tool = join(root, "node_modules/oxlint/bin/oxlint");
    const restricted = lint(tool, ["app", "server", "db", "connectors", "tests"], root).filter(({ code }) =>
      code.includes("no-restricted"),
    );
    expect(restricted.map(({ filename, message, help }) => `${filename}: ${message} ${help ?? ""}`)).toEqual([]);
  });
});
