import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { scenarios } from "#db/seed/index.ts";
import type { Services } from "#server/context.ts";
import { startJob } from "../jobs/start-job.ts";
import { addWorkspace } from "../workspaces/add-workspace.ts";

/**
 * Makes a workspace of a person's own with a named scenario in it, and has it audited.
 *
 * @throws Error naming the scenarios there are
 */
export async function seedScenario(
  services: Services,
  { name, owner }: { name: string; owner: { userId: string; name: string } },
): Promise<{ workspaceId: string; jobRunId: string; eventCount: number }> {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (!scenario) throw new Error(`There is no scenario "${name}". There are: ${scenarios.map((known) => known.name).join(", ")}.`);
  const { store, newId } = services;
  const workspaceId = newId();
  const creator = { ...owner, role: "owner" as const };
  const fields = { name: scenario.title, currency: "USD", timeZone: "UTC", locale: "en-US", workingDaysAYear: 260 };
  const sourceId = await store.within({ workspaceId, userId: owner.userId }, async (tx) => {
    await addWorkspace(services, tx, { workspaceId, demo: true, creator, ...fields });
    return upsertUploadSource(tx, { workspaceId, id: newId(), name: scenario.name, mapping: {} });
  });
  const eventCount = await ingestEvents(store, { workspaceId, sourceId, importId: null, events: scenario.events });
  const actor = { type: "system", name: "seed" } as const;
  const jobRunId = await store.within({ workspaceId }, (tx) =>
    startJob({ ...services, workspaceId, actor }, tx, { name: "build-audit", title: "Audit the event log", payload: {} }),
  );
  return { workspaceId, jobRunId, eventCount };
}
