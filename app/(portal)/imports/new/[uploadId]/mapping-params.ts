import type { RouterOutputs } from "#app/trpc/types.ts";
import type { SearchParams } from "#app/ui/table/table-state.ts";

export type Preview = RouterOutputs["imports"]["preview"];
export type Chosen = Preview["chosen"];
export type Field = keyof Chosen["columns"];

/** The fields in the order of the form; the first three a file must have. */
export const FIELDS: readonly { field: Field; label: string; hint: string; needed: boolean }[] = [
  { field: "caseId", label: "Case", hint: "The order, return, ticket or purchase order", needed: true },
  { field: "activity", label: "Activity", hint: "What was done", needed: true },
  { field: "endedAt", label: "End time", hint: "When it was done", needed: true },
  { field: "startedAt", label: "Start time", hint: "When the work on it began; with it hours are recorded, not estimated", needed: false },
  { field: "actor", label: "Actor", hint: "Who did it, person or system", needed: false },
  { field: "actorKind", label: "Kind of actor", hint: "person, app, rule, supplier, customer", needed: false },
  { field: "role", label: "Role or team", hint: "Chooses the loaded rate", needed: false },
  { field: "eventId", label: "Event id", hint: "Makes the same event known again in other files", needed: false },
  { field: "workflow", label: "Workflow", hint: "Without it the whole file is one workflow", needed: false },
];

/** The choice as it stands in the URL; undefined when the URL holds none. */
export function readMapping(params: SearchParams): Chosen | undefined {
  const read = (key: string): string | undefined => {
    const value = params[key];
    return typeof value === "string" ? value : value?.[0];
  };
  if (read("caseId") === undefined) return undefined;
  const number = (text: string | undefined): number | null => (text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : null);
  const order = read("dateOrder");
  return {
    columns: {
      caseId: number(read("caseId")),
      activity: number(read("activity")),
      actor: number(read("actor")),
      actorKind: number(read("actorKind")),
      role: number(read("role")),
      startedAt: number(read("startedAt")),
      endedAt: number(read("endedAt")),
      eventId: number(read("eventId")),
      workflow: number(read("workflow")),
    },
    attributes: (read("attributes") ?? "").split(".").flatMap((text) => number(text) ?? []),
    zone: read("zone") || null,
    dateOrder: order === "day-month" || order === "month-day" ? order : null,
  };
}

/** The query string of a choice. Columns count from 0; what is not in the file is left empty. */
export function writeMapping({ columns, attributes, zone, dateOrder }: Chosen): string {
  const params = new URLSearchParams();
  for (const { field } of FIELDS) params.set(field, columns[field] === null ? "" : String(columns[field]));
  params.set("attributes", attributes.join("."));
  params.set("zone", zone ?? "");
  params.set("dateOrder", dateOrder ?? "");
  return params.toString();
}
