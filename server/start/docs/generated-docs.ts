import { z } from "zod";
import { ERRORS, type ErrorKind } from "#server/errors.ts";
import { scopesInWords } from "#server/services/connections/scopes-in-words.ts";
import { PERMISSIONS, ROLE_LABEL, ROLES } from "#server/permissions.ts";
import { SettingsSchema } from "#server/settings.ts";

/** The pages of docs/ that follow from the code, by path below docs/. A test fails when one of them is out of date. */
export function generatedDocs(): Map<string, string> {
  const errors: ErrorEntry[] = Object.entries(ERRORS).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map([
    ["errors/README.md", errorIndex(errors)],
    ...errors.map((entry) => [`errors/${entry[0]}.md`, errorPage(entry)] as const),
    ["permissions.md", permissionTable()],
    ["scopes.md", `${HEAD}${scopesInWords()}`],
    ["settings.md", settingsTable()],
  ]);
}

const HEAD = "<!-- Made by `npm run docs` from the code. Do not edit. -->\n";

type ErrorEntry = [code: string, error: { kind: ErrorKind; title: string; mend: string }];

const errorIndex = (errors: ErrorEntry[]) =>
  `${HEAD}# Errors\n\nEach error that a person can act on has a code that keeps its meaning.\n\n| Code | What happened |\n|---|---|\n${errors
    .map(([code, { title }]) => `| [${code}](${code}.md) | ${title} |`)
    .join("\n")}\n`;

function errorPage([code, { title, mend, kind }]: ErrorEntry): string {
  return `${HEAD}# ${code}: ${title}\n\n**What to do.** ${mend}\n\n**How it is answered.** ${HOW[kind]}\n`;
}

const HOW: Record<ErrorKind, string> = {
  invalid: "HTTP 400. The same request fails again until it is changed; nothing was stored.",
  unauthenticated: "HTTP 401. Nothing was read or stored.",
  forbidden: "HTTP 403. Nothing was read or stored.",
  not_found: "HTTP 404. What belongs to another workspace is answered in the same way as what does not exist.",
  conflict: "HTTP 409. Nothing was stored; the present state has to be looked at first.",
  too_large: "HTTP 413. Nothing was kept of what was sent.",
  too_many: "HTTP 429. Nothing was stored; the same request works later.",
  unavailable: "HTTP 503. Nothing was lost; the same request works when the service is back.",
};

function permissionTable(): string {
  const rows = Object.entries(PERMISSIONS).map(
    ([permission, roles]) =>
      `| \`${permission}\` | ${ROLES.map((role) => (roles.some((allowed) => allowed === role) ? "yes" : "")).join(" | ")} |`,
  );
  return `${HEAD}# Who may do what\n\nEach procedure names one permission beside itself; a test tries all procedures with all roles.\n\n| Permission | ${ROLES.map((role) => ROLE_LABEL[role]).join(" | ")} |\n|---|${ROLES.map(() => "---|").join("")}\n${rows.join("\n")}\n`;
}

function settingsTable(): string {
  const rows = Object.entries(SettingsSchema.shape).map(([name, schema]) => {
    const standard =
      schema instanceof z.ZodDefault
        ? `\`${String(schema.def.defaultValue)}\``
        : schema instanceof z.ZodOptional
          ? ""
          : "made by `npm start`";
    return `| \`${name}\` | ${schema.meta()?.description ?? ""} | ${standard} |`;
  });
  return `${HEAD}# Settings\n\nRead from the environment when a process starts. A wrong one stops the start with a message that names it, never its value.\n\n| Variable | Meaning | Default |\n|---|---|---|\n${rows.join("\n")}\n`;
}
