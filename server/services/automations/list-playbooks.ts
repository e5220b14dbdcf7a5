import { INTEGRATIONS, systemKeyOf } from "#connectors/records/integrations.ts";
import type * as z from "zod";
import { listAutomations } from "#db/queries/automations.ts";
import { listConnections } from "#db/queries/connections.ts";
import type { Context } from "#server/context.ts";
import { playbooks } from "#server/playbooks/index.ts";
import { offerOf } from "./offer-of.ts";
import type { PlaybookShape } from "./shapes.ts";

/** What can be automated, with everything that its rules may ask for and decide. */
export const listPlaybooks = ({ store, workspaceId }: Context): Promise<z.input<typeof PlaybookShape>[]> =>
  store.within({ workspaceId }, async (tx) => {
    const made = await listAutomations(tx, { workspaceId });
    const connected = new Set((await listConnections(tx, { workspaceId })).map(({ integration }) => systemKeyOf(integration)));
    const listed: z.input<typeof PlaybookShape>[] = [];
    for (const playbook of playbooks)
      listed.push({
        name: playbook.name,
        title: playbook.title,
        describes: playbook.describes,
        workflow: playbook.workflow,
        integration: playbook.integration,
        system: INTEGRATIONS.find(({ key }) => key === playbook.integration)?.name ?? playbook.integration,
        connected: connected.has(playbook.integration),
        automationId: made.find((row) => row.playbook === playbook.name && row.stage !== "retired")?.id ?? null,
        facts: [...playbook.facts],
        outcomes: [...(await offerOf(tx, { workspaceId, playbook })).outcomes],
        effects: Object.entries(playbook.effects).map(([kind, { title }]) => ({ kind, title })),
        atRisk: playbook.atRisk,
        settings: playbook.settings,
      });
    return listed;
  });
