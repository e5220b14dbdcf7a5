import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import pg from "pg";
import { installedDatabase } from "./installed-database.ts";
import { reportError } from "./report-error.ts";
import { readStartSettings } from "./start-settings.ts";
import { textTable } from "./text-table.ts";

const HELP = `  select ...;      any SQL, over several lines, ended by a semicolon
  \\d              tables          \\d NAME   columns and policies of one
  \\w WORKSPACE_ID  see the rows of that workspace (row-level security hides them otherwise)
  \\q              leave`;

const TABLES = "select schemaname as schema, relname as name, n_live_tup as about_rows from pg_stat_user_tables order by 1, 2";
const COLUMNS =
  "select column_name as column, data_type as type, is_nullable as nullable, column_default as default from information_schema.columns where table_name = $1 order by ordinal_position";
const POLICIES = "select policyname as policy, cmd as for, qual as using from pg_policies where tablename = $1 order by 1";

/** An SQL shell on the installation's database: psql is not part of what we ship. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { admin: { type: "boolean" }, command: { type: "string", short: "c" } } });
  const { adminUrl, ownerUrl } = await installedDatabase(readStartSettings(process.env, []));
  const client = new pg.Client({
    connectionString: values.admin ? (adminUrl ?? ownerUrl) : ownerUrl,
    application_name: "slipstream-shell",
  });
  await client.connect();
  try {
    if (values.command) await runStatement(client, values.command);
    else await runShell(client);
  } finally {
    await client.end();
  }
}

async function runShell(client: pg.Client): Promise<void> {
  const isTerminal = process.stdin.isTTY;
  const input = createInterface({ input: process.stdin, output: process.stdout, terminal: isTerminal, prompt: "slipstream> " });
  if (isTerminal) process.stdout.write(`${HELP}\n`);
  input.prompt();
  let pending = "";
  for await (const line of input) {
    if (pending === "" && line.trim() === "\\q") break;
    if (pending === "" && line.trim().startsWith("\\")) await report(runShortcut(client, line.trim()));
    else {
      pending += `${line}\n`;
      if (/;\s*$/.test(pending)) {
        await report(runStatement(client, pending));
        pending = "";
      }
    }
    input.setPrompt(pending === "" ? "slipstream> " : "        ... ");
    if (isTerminal) input.prompt();
  }
  if (pending.trim() !== "") await report(runStatement(client, pending));
}

async function report(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    process.stdout.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    if (!process.stdin.isTTY) process.exitCode = 1;
  });
}

async function runShortcut(client: pg.Client, line: string): Promise<void> {
  const [command, argument] = line.split(/\s+/);
  if (command === "\\d" && argument) {
    await runStatement(client, COLUMNS, [argument]);
    await runStatement(client, POLICIES, [argument]);
  } else if (command === "\\d") await runStatement(client, TABLES);
  else if (command === "\\w") await runStatement(client, "select set_config('app.workspace_id', $1, false) as workspace", [argument ?? ""]);
  else process.stdout.write(`${HELP}\n`);
}

async function runStatement(client: pg.Client, text: string, values?: string[]): Promise<void> {
  const startedAt = performance.now();
  const answer = await client.query<unknown[]>({ text, rowMode: "array", ...(values ? { values } : {}) });
  // Several statements in one text come back as several results, which the types of pg do not say.
  for (const result of [answer].flat()) {
    if (result.fields.length > 0)
      process.stdout.write(
        `${textTable(
          result.fields.map(({ name }) => name),
          result.rows,
        )}\n`,
      );
    process.stdout.write(`${result.command} ${result.rowCount ?? 0} (${Math.round(performance.now() - startedAt)} ms)\n`);
  }
}

try {
  await main();
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
