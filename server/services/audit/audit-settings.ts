import { listActorKinds } from "#db/queries/actor-kinds.ts";
import { listLoadedRates } from "#db/queries/loaded-rates.ts";
import { listTimedSamples } from "#db/queries/timed-samples.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { ActorKind } from "#server/domain/event-log/event.ts";
import type { CountOptions } from "#server/domain/audit/change-of-totals.ts";
import { officeHours, type WorkCalendar } from "#server/domain/effort/work-calendar.ts";
import { AppError } from "#server/errors.ts";
import { loadCalendars } from "../teams/load-calendars.ts";
import { loadWorkflows } from "../workflows/workflow-definition.ts";

type Tx = Parameters<typeof findWorkspace>[0];

/** Totals of another version are made anew: raise it when what they count changes. */
const TOTALS_VERSION = 6;

/** What an audit depends on beside the log. Rates and samples only price the totals; all that is in `fingerprint` goes into them. */
export type AuditSettings = {
  timeZone: string;
  currency: string;
  /** Of all days; pricesOn has those of one. */
  rates: Awaited<ReturnType<typeof listLoadedRates>>;
  timedSamples: Awaited<ReturnType<typeof listTimedSamples>>;
  kindsSaid: ReadonlyMap<string, ActorKind>;
  count: CountOptions;
  fingerprint: string;
};

/** @throws AppError NOT_FOUND when the workspace is gone */
export async function readAuditSettings(tx: Tx, { workspaceId }: { workspaceId: string }): Promise<AuditSettings> {
  const workspace = await findWorkspace(tx, { workspaceId });
  if (!workspace) throw new AppError("NOT_FOUND", "The workspace is not there any more.");
  const { definitions, fingerprint } = await loadWorkflows(tx, { workspaceId });
  const calendar = officeHours(workspace.timeZone);
  const calendarsByRole = await loadCalendars(tx, { workspaceId, timeZone: workspace.timeZone });
  return {
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    rates: await listLoadedRates(tx, { workspaceId }),
    timedSamples: await listTimedSamples(tx, { workspaceId }),
    kindsSaid: new Map((await listActorKinds(tx, { workspaceId })).map(({ actor, kind }) => [actor, kind])),
    count: { calendar, calendarsByRole, definitions },
    fingerprint: JSON.stringify([TOTALS_VERSION, workspace.timeZone, fingerprint, ...fingerprintOf(calendarsByRole)]),
  };
}

/** Nothing where no team has a calendar, so that totals made before there were any stay good. */
const fingerprintOf = (calendars: ReadonlyMap<string, WorkCalendar>): unknown[] =>
  [...calendars].sort(([a], [b]) => (a < b ? -1 : 1)).map(([role, { freeDays, ...calendar }]) => [role, calendar, [...freeDays]]);
