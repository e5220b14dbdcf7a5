import { sql } from "kysely";
import { seededRandom } from "#server/domain/effort/random.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import type { AuditReport } from "#server/services/audit/audit-report.ts";
import { pseudonym } from "#server/services/audit/pseudonym.ts";
import { runJobs } from "#tests/run-jobs.ts";
import type { ShopGiven, Vendor } from "#tests/connected-shop.ts";
import type { AuditedShop } from "./audited-shop.ts";
import { truthOf, type LogRow, type TrueEvent } from "./true-events.ts";

/** Per vendor, how the audit stands to what really happened. Errors are shares of the truth, with their sign. */
export type Measured = {
  vendor: Vendor;
  touches: { audit: number; truth: number; error: number };
  kinds: { events: number; right: number; share: number };
  hours: { audit: number; low: number; high: number; truth: number; error: number; covered: boolean };
  /** Activities of the log with a true time, each with the interval that the audit gives it. */
  activities: { activity: string; touches: number; minutes: number; low: number; high: number; truth: number; covered: boolean }[];
};

export const SAMPLES_AN_ACTIVITY = 30;

type Row = LogRow & { actor: string | null; recordedKind: string };

/**
 * Times thirty items of each activity that people touch, as somebody with a stop-watch would (drawn at random by `draw`, to the second,
 * entered as a file of samples), audits again, and holds the audit against the shop's truth.
 */
export async function measureAgainstTruth(
  { house, owner, sandbox }: AuditedShop,
  { shop, vendors, draw }: { shop: ShopGiven; vendors: readonly Vendor[]; draw: number },
): Promise<{ measured: Measured[]; report: AuditReport }> {
  const truth = simulateWithTruth(shopSettings(shop));
  truth.advance(sandbox.shop.state.nowMs);
  const rows = await logOf(house, owner.workspaceId);
  const truths = vendors.map((vendor) => ({ vendor, known: truthOf(vendor, truth), rows: rows.filter(isOf(vendor)) }));
  // A new draw is another person with a stop-watch: what was timed before is put aside.
  await house.store.within({ workspaceId: owner.workspaceId }, (tx) =>
    sql`update timed_sample set discarded_at = now() where discarded_at is null`.execute(tx),
  );
  const timed = truths.flatMap(({ known, rows: own }) => samplesOf(own, known.of, seededRandom(draw)));
  await owner.call((api) =>
    api.samples.import({
      fileName: "timed.csv",
      text: ["workflow,activity,minutes,note", ...timed.map((line) => `${line},draw ${draw}`)].join("\n"),
    }),
  );
  await runJobs(house);
  const { audit } = await owner.call((api) => api.audit.get({}));
  if (!audit) throw new Error("no audit was made");
  const { report } = audit;
  const bots = new Set(report.hiddenBots.map(({ account }) => account));
  const kindOf = ({ actor, recordedKind }: Row): string =>
    actor !== null && bots.has(pseudonym(house.services.settings.secret, owner.workspaceId, actor)) ? "app" : recordedKind;

  const measured = truths.map(({ vendor, known, rows: own }): Measured => {
    const workflows = new Set(own.map(({ workflow }) => workflow));
    const audited = report.workflows.filter(({ workflow }) => workflow !== null && workflows.has(workflow));
    const sum = (figure: (row: (typeof audited)[number]) => number) => audited.reduce((total, row) => total + figure(row), 0);
    const right = own.filter((row) => known.of(row).kind === kindOf(row)).length;
    const touches = sum((row) => row.touches);
    const [low, point, high] = [sum(({ minutes }) => minutes.low), sum(({ minutes }) => minutes.point), sum(({ minutes }) => minutes.high)];
    return {
      vendor,
      touches: { audit: touches, truth: known.touches, error: touches / known.touches - 1 },
      kinds: { events: own.length, right, share: right / own.length },
      hours: {
        audit: point / 60,
        low: low / 60,
        high: high / 60,
        truth: known.hours,
        error: point / 60 / known.hours - 1,
        covered: low / 60 <= known.hours && known.hours <= high / 60,
      },
      activities: report.activities
        .filter(({ workflow, touches: count }) => workflow !== null && workflows.has(workflow) && count > 0)
        .map(({ workflow, activity, touches: count, minutes }) => {
          const same = own.filter((row) => row.workflow === workflow && row.activity === activity);
          const trueMinutes = same.reduce((total, row) => total + (known.of(row).minutes ?? 0), 0);
          const covered = minutes.low <= trueMinutes && trueMinutes <= minutes.high;
          return { activity, touches: count, minutes: minutes.point, low: minutes.low, high: minutes.high, truth: trueMinutes, covered };
        }),
    };
  });
  return { measured, report };
}

const WORKFLOWS_OF: Readonly<Record<Vendor, readonly string[]>> = {
  shopify: ["order-exceptions", "returns"],
  zendesk: ["ticket-routing"],
  netsuite: ["supplier-po", "inventory-sync"],
};
const isOf =
  (vendor: Vendor) =>
  ({ workflow }: Row): boolean =>
    WORKFLOWS_OF[vendor].includes(workflow);

async function logOf(house: AuditedShop["house"], workspaceId: string): Promise<Row[]> {
  const { rows } = await house.store.within({ workspaceId }, (tx) =>
    sql<
      Omit<Row, "endedAtMs"> & { endedAt: Date }
    >`select event_id as "eventId", activity, workflow, actor, recorded_kind as "recordedKind",
        attributes->>'actorId' as "actorId", ended_at as "endedAt"
      from event order by event_id`.execute(tx),
  );
  return rows.map(({ endedAt, ...row }) => ({ ...row, endedAtMs: endedAt.getTime() }));
}

/** Lines of a file of samples: of each activity up to thirty of the items that a person really worked on. */
function samplesOf(rows: readonly Row[], truth: (row: LogRow) => TrueEvent, random: () => number): string[] {
  const byActivity = new Map<string, { workflow: string; activity: string; minutes: number[] }>();
  for (const row of rows) {
    const { kind, minutes } = truth(row);
    if (kind !== "person" || minutes === null) continue;
    const { workflow, activity } = row;
    const found = byActivity.get(`${workflow}:${activity}`) ?? { workflow, activity, minutes: [] };
    found.minutes.push(minutes);
    byActivity.set(`${workflow}:${activity}`, found);
  }
  return [...byActivity.values()].flatMap(({ workflow, activity, minutes }) => {
    const left = [...minutes];
    return Array.from({ length: Math.min(SAMPLES_AN_ACTIVITY, left.length) }, () => {
      const [one = 0] = left.splice(Math.floor(random() * left.length), 1);
      return `${workflow},${activity},${Math.max(1, Math.round(one * 60)) / 60}`;
    });
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A measurement as lines to print. */
export function linesOf({ vendor, touches, kinds, hours, activities }: Measured): string[] {
  const covered = activities.filter((row) => row.covered).length;
  return [
    `${vendor}: touches ${touches.audit} of ${touches.truth} (${percent(touches.error)}), kind right for ${kinds.right} of ${kinds.events} events (${percent(kinds.share)})`,
    `  hours ${hours.audit.toFixed(1)} [${hours.low.toFixed(1)}, ${hours.high.toFixed(1)}], truly ${hours.truth.toFixed(1)} (${percent(hours.error)}), ${hours.covered ? "covered" : "NOT covered"}; of ${activities.length} activities ${covered} covered`,
    ...activities.map(
      ({ activity, touches: count, minutes, low, high, truth, covered: within }) =>
        `    ${activity}: ${count} touches, ${minutes.toFixed(0)} min [${low.toFixed(0)}, ${high.toFixed(0)}], truly ${truth.toFixed(0)}${within ? "" : " NOT covered"}`,
    ),
  ];
}
