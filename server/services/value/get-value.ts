import * as z from "zod";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { listAutomations, listStageMoves } from "#db/queries/automations.ts";
import { listHoursUsed } from "#db/queries/hours-used.ts";
import { listLoadedRates } from "#db/queries/loaded-rates.ts";
import { listScenarioHeads } from "#db/queries/scenarios.ts";
import { countActs, listWorkDays, touchesByHoldOut } from "#db/queries/work-days.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Tx } from "#db/client.ts";
import type { Services } from "#server/context.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { localParts, zoneClock } from "#server/domain/event-log/time-zone.ts";
import type { EvidenceClass } from "#server/domain/interval.ts";
import { STAGES } from "#server/domain/automations/stages.ts";
import { actingStretches, countedDays, inDays, type Stretch } from "#server/domain/value/acting-stretches.ts";
import { USES, type HoursUsed } from "#server/domain/value/hours-used.ts";
import { realisedWork, type WorkDay } from "#server/domain/value/realised-work.ts";
import { valueReport, type ValueInputs, type ValueReport } from "#server/domain/value/value-report.ts";
import { AppError } from "#server/errors.ts";
import { findPlaybook } from "#server/playbooks/index.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { pricesOn } from "../rates/prices-on.ts";
import { ScenarioDocument } from "../roi/scenario-document.ts";
import { nameOfActor } from "../changes/name-of-actor.ts";
import { loadWorkflows } from "../workflows/workflow-definition.ts";

const Stage = z.enum(STAGES);
const DAY_MS = 86_400_000;
const MOST_ENTRIES = 500;
const MOST_SCENARIOS = 20;

export type AutomationValue = {
  automationId: string;
  name: string;
  workflow: string;
  since: Date;
  /** When it ceased to act; null where it acts. */
  until: Date | null;
  /** When it acted, in order of time: the first begins at `since`, the last ends at `until`. */
  stretches: Stretch[];
  approvals: number;
  method: ValueInputs["work"]["method"];
  report: ValueReport;
};

export type HoursEntry = {
  id: string;
  workflow: string;
  week: string;
  use: HoursUsed["use"];
  hours: number;
  what: string;
  minorPerHour: number | null;
  enteredBy: string;
};

/** What each automation brought while it acted, and where its hours went. One that never came to act is not among them. */
export async function getValue(
  { store, now }: Pick<Services, "store" | "now">,
  { workspaceId }: { workspaceId: string },
): Promise<{ automations: AutomationValue[]; entries: HoursEntry[]; asOf: Date }> {
  return store.within({ workspaceId }, async (tx) => {
    const common = await loadCommon(tx, { workspaceId, now: now() });
    const values: AutomationValue[] = [];
    for (const automation of await listAutomations(tx, { workspaceId })) {
      const stretches = actingStretches(common.moves.get(automation.id) ?? []);
      const [first, last] = [stretches[0], stretches.at(-1)];
      const workflow = findPlaybook(automation.playbook)?.workflow;
      if (first === undefined || last === undefined || workflow === undefined) continue;
      const inputs = await inputsOf(tx, common, { workspaceId, automationId: automation.id, workflow, stretches, now: now() });
      values.push({
        automationId: automation.id,
        name: automation.name,
        workflow,
        since: first.since,
        until: last.until,
        stretches,
        approvals: inputs.acts.approvals,
        method: inputs.work.method,
        report: valueReport(inputs),
      });
    }
    return { automations: values, entries: common.entries, asOf: now() };
  });
}

type Common = Awaited<ReturnType<typeof loadCommon>>;

async function loadCommon(tx: Tx, { workspaceId, now }: { workspaceId: string; now: Date }) {
  const workspace = await findWorkspace(tx, { workspaceId });
  if (!workspace) throw new AppError("NOT_FOUND", "The workspace is not there any more.");
  const audit = await findAuditSnapshot(tx, { workspaceId });
  const rows = await listHoursUsed(tx, { workspaceId, limit: MOST_ENTRIES });
  return {
    workspace,
    audit: audit ? { ...audit, report: AuditReport.parse(audit.report) } : null,
    rate: pricesOn(await listLoadedRates(tx, { workspaceId }), now.toISOString().slice(0, 10)).rest,
    scenarios: (await listScenarioHeads(tx, { workspaceId, limit: MOST_SCENARIOS })).map(({ document }) =>
      ScenarioDocument.parse(document),
    ),
    moves: Map.groupBy(
      (await listStageMoves(tx, { workspaceId })).map(({ to, ...move }) => ({ ...move, to: Stage.parse(to) })),
      ({ automationId }) => automationId,
    ),
    definitions: (await loadWorkflows(tx, { workspaceId })).definitions,
    entries: rows.map(({ enteredBy, use, enteredAt: _at, ...row }): HoursEntry => ({
      ...row,
      use: USES.find((known) => known === use) ?? "lost",
      enteredBy: nameOfActor(enteredBy),
    })),
  };
}

async function inputsOf(
  tx: Tx,
  { workspace, audit, rate, scenarios, definitions, entries }: Common,
  {
    workspaceId,
    automationId,
    workflow,
    stretches,
    now,
  }: { workspaceId: string; automationId: string; workflow: string; stretches: readonly Stretch[]; now: Date },
): Promise<ValueInputs> {
  const { timeZone, currency } = workspace;
  const of = { workspaceId, definitions, workflow };
  const clock = zoneClock(timeZone);
  const acting = inDays(stretches, (at) => localParts(at.getTime(), clock).day);
  const sinceDay = acting[0]?.from ?? 0;
  const days = countedDays(wholeDays(await listWorkDays(tx, { ...of, timeZone })), acting);
  const groups = await touchesByHoldOut(tx, { ...of, automationId, stretches });
  const [automated, heldOut] = [groups.find((group) => !group.heldOut), groups.find((group) => group.heldOut)];
  const row = audit?.report.workflows.find((one) => one.workflow === workflow);
  const scenario = scenarios.find(({ automations }) => automations.some(({ workflowId }) => workflowId === workflow));
  const modelled = scenario?.automations.find(({ workflowId }) => workflowId === workflow);
  return {
    workflow,
    title: workflowTitle(workflow),
    work: realisedWork({ days, sinceDay, holdOut: automated && heldOut ? { automated, heldOut } : null }),
    acted: acting.flatMap(({ from, to }) => {
      const own = days.filter(({ day }) => from <= day && day < to);
      const last = own.at(-1);
      return last === undefined
        ? []
        : [{ from: isoDay(from), to: isoDay(last.day + 1), touches: own.reduce((sum, { touches }) => sum + touches, 0) }];
    }),
    minutes:
      audit && row && row.touches > 0
        ? {
            perTouch: { low: row.minutes.low / row.touches, point: row.minutes.point / row.touches, high: row.minutes.high / row.touches },
            evidence: row.evidence,
            auditId: audit.id,
            from: audit.from.toISOString().slice(0, 10),
            to: audit.to.toISOString().slice(0, 10),
            touches: row.touches,
          }
        : null,
    rate: {
      minorPerHour: rate.minorAnHour,
      currency,
      evidence: evidenceOf(rate.class),
      note: rate.source ?? "Loaded rate",
    },
    acts: await countActs(tx, { workspaceId, automationId, stretches }),
    used: entries.filter((entry) => entry.workflow === workflow),
    modelled: scenario && modelled ? { scenario: scenario.name, automation: modelled } : null,
    asOf: now.toISOString(),
  };
}

/** Every day from the first to the last but one, which the end of the log cuts off; a day without events had none. */
function wholeDays(days: readonly WorkDay[]): WorkDay[] {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];
  const byDay = new Map(days.map((day) => [day.day, day]));
  return Array.from(
    { length: last.day - first.day },
    (_, at) => byDay.get(first.day + at) ?? { day: first.day + at, touches: 0, volume: 0 },
  );
}

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

function evidenceOf(text: string): EvidenceClass {
  const known = ["recorded", "timed", "bounds", "assumed", "benchmark"] as const;
  return known.find((one) => one === text) ?? "assumed";
}
