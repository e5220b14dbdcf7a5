import type { SearchParams } from "#app/ui/table/table-state.ts";
import { actorKinds, type ActorKind } from "#server/domain/event-log/event.ts";

/** Which events an address asks for; null where it leaves that open. Days are ISO. */
export type EventsAsked = {
  workflow: string | null;
  activity: string | null;
  by: ActorKind | null;
  auditId: string | null;
  days: { from: string; to: string } | null;
};

export const KIND_WORDS: Readonly<Record<ActorKind, string>> = {
  person: "people of ours",
  app: "apps",
  rule: "rules of the systems",
  supplier: "suppliers and partners",
  customer: "customers",
  unknown: "nobody knows whom",
};

const LONGEST = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Anyone can type an address: a name that nothing can bear makes it "impossible", and whatever else does not belong there is left out. */
export function eventsAsked(params: SearchParams): EventsAsked | "impossible" {
  const named = (key: string) => (params[key] === "" ? undefined : params[key]);
  const [workflow, activity] = [named("workflow"), named("activity")];
  if (![workflow, activity].every(isName)) return "impossible";
  const [from, to, audit] = [params["from"], params["to"], params["audit"]];
  return {
    workflow: typeof workflow === "string" ? workflow : null,
    activity: typeof activity === "string" ? activity : null,
    by: actorKinds.find((kind) => kind === params["by"]) ?? null,
    auditId: typeof audit === "string" && UUID.test(audit) ? audit : null,
    days: isDay(from) && isDay(to) ? { from, to } : null,
  };
}

const isName = (text: SearchParams[string]) =>
  text === undefined || (typeof text === "string" && text.length <= LONGEST && !text.includes("\0"));

const isDay = (text: SearchParams[string]): text is string =>
  typeof text === "string" && DAY.test(text) && new Date(text).toISOString().startsWith(text);

type Counted = {
  events: number;
  eventsByKind: Partial<Record<ActorKind, number>>;
};

type CountedReport = {
  total: Counted;
  workflows: readonly (Counted & { workflow: string | null })[];
  activities: readonly (Counted & { workflow: string | null; activity: string })[];
};

/** How many events an audit counted of those asked for; null where it does not know the name. Days are left aside. */
export function countedEvents(report: CountedReport, { workflow, activity, by }: EventsAsked): number | null {
  const rows: readonly Counted[] =
    activity !== null
      ? report.activities.filter((row) => row.activity === activity && (workflow === null || row.workflow === workflow))
      : workflow === null
        ? [report.total]
        : report.workflows.filter((row) => row.workflow === workflow);
  if (rows.length === 0) return null;
  return rows.reduce((sum, row) => sum + (by === null ? row.events : (row.eventsByKind[by] ?? 0)), 0);
}
