import { INTEGRATIONS, type IntegrationEntry } from "#connectors/records/integrations.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";

/** The page of docs/ on what each integration asks for, and why, in Markdown. */
export const scopesInWords = (): string =>
  `# What each integration asks for, and why\n\nAs the Connections page says it. What is an OAuth scope is entered with the integration at Nango; what is none is a permission of the vendor's own, which [connections](connections.md) says how to give. The audit says of each workflow what it lacks of these.\n\n${INTEGRATIONS.map(scopesOf).join("\n")}`;

function scopesOf({ key, name, contributes, scopes, limits }: IntegrationEntry): string {
  const rows = scopes.map(({ scope, kind, brings, without }) => `| \`${scope}\` | ${USE[kind]} | ${brings} | ${without} |`);
  return `## ${name} (\`${key}\`)

${contributes.map(({ workflow, what }) => `- ${workflowTitle(workflow)}: ${what}`).join("\n")}

| Permission | For | Brings | Without it |
|---|---|---|---|
${rows.join("\n")}

Whatever is granted:

${limits.map((limit) => `- ${limit}`).join("\n")}
`;
}

const USE = { needed: "everything", evidence: "evidence", action: "automations" } as const;
