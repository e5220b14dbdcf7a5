import { listRecordsSince } from "#db/queries/case-histories.ts";
import type { Services } from "#server/context.ts";
import { experienceOf, type Experience, type Observation } from "#server/domain/automations/experience.ts";
import type { Playbook } from "#server/playbooks/define.ts";

type Asked = { workspaceId: string; connectionId: string; learnsFrom: NonNullable<Playbook["learnsFrom"]>; isLive: boolean };

const DAY_MS = 86_400_000;
const LOOKS_BACK_MS = 150 * DAY_MS; // The 90 days of a back-test, and sixty before the first of them.
const CHUNK = 2_000;
const KEPT_MS = 6 * 60 * 60_000; // What is usual changes by the day; read at every landing it would take longer than to decide.
const MOST_KEPT = 20;

/** By workspace, connection and model, the newest last. Of one process: another one reads for itself. */
const kept = new Map<string, { atMs: number; experience: Experience }>();

/**
 * What the records of all cases of a connection told.
 *
 * @param isLive then what was read within six hours is good enough
 */
export async function learnExperience(
  { store, now }: Pick<Services, "store" | "now">,
  { workspaceId, connectionId, learnsFrom, isLive }: Asked,
): Promise<Experience> {
  const name = `${workspaceId} ${connectionId} ${learnsFrom.model}`;
  const nowMs = now().getTime();
  const known = kept.get(name);
  if (isLive && known && nowMs >= known.atMs && nowMs < known.atMs + KEPT_MS) return known.experience;
  const observations: Observation[] = [];
  for (let after = ""; ;) {
    const place = { workspaceId, connectionId, model: learnsFrom.model };
    const since = new Date(nowMs - LOOKS_BACK_MS);
    const rows = await store.within({ workspaceId }, (tx) => listRecordsSince(tx, { ...place, since, after, limit: CHUNK }));
    observations.push(...rows.flatMap(({ content }) => learnsFrom.read(content)));
    if (rows.length < CHUNK) break;
    after = rows.at(-1)?.recordId ?? "";
  }
  const experience = experienceOf(observations);
  kept.delete(name);
  kept.set(name, { atMs: nowMs, experience });
  for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
  return experience;
}
