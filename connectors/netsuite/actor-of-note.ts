import { toCode } from "../kit/words.js";
import type { OpsEvent } from "../records/ops-event.js";

type Actor = Pick<OpsEvent, "actorKind" | "actorId" | "actorName" | "tool" | "grade">;

/** What SystemNote says of one save. `context` as stored, `label` as shown where the account tells it. */
export type Author = { name: string | null; who: string | null; context: string | null; label: string | null };

// Oracle, "Available Context Values"; the short codes as accounts store them. A code that is not here is unknown, never a person.
const BY_HAND: ReadonlySet<string> = new Set([
  "ui",
  "uif",
  "user_interface",
  "mobile",
  "mob",
  "bulk_processing",
  "csv",
  "csv_import",
  "mass_update",
]);
const PAGES: ReadonlySet<string> = new Set(["slt", "suitelet", "script_suitelet", "client", "script_client"]);
const PROGRAMS: ReadonlySet<string> = new Set(["web_services", "wbs", "rest_web_services", "rst", "restlet", "script_restlet", "rest"]);
const RULES: ReadonlySet<string> = new Set([
  "sch", "scheduled", "script_scheduled", "mpr", "map_reduce", "script_map_reduce", "wfl", "wsf", "workflow", "scheduled_workflow",
  "uev", "user_event", "script_user_event", "mss", "script_mass_update",
]); // prettier-ignore

/**
 * Who made a save. A name alone proves nothing, since scripts and tokens run as an employee: the context decides.
 *
 * @param integrationUsers ids of employees under whom programs work
 */
export function actorOfNote({ name, who, context, label }: Author, integrationUsers: ReadonlySet<string>): Actor {
  const code = toCode(context ?? "");
  const words = toCode(label ?? "");
  const isOneOf = (codes: ReadonlySet<string>) => codes.has(code) || codes.has(words);
  const tool = label ?? context;
  const named = { actorId: name, actorName: who, tool };
  if (name === null || context === null) return { ...named, actorKind: "unknown", grade: "C" };
  // -4 and the like: NetSuite itself.
  if (name.startsWith("-")) return { ...named, actorName: null, actorKind: "system", grade: "A" };
  if (isOneOf(PROGRAMS) || integrationUsers.has(name)) return { ...named, actorKind: "app", grade: "A" };
  if (isOneOf(RULES)) return { ...named, actorKind: "rule", grade: "A" };
  if (isOneOf(BY_HAND)) return { ...named, actorKind: "person", grade: "A" };
  if (isOneOf(PAGES)) return { ...named, actorKind: "person", grade: "B" };
  return { ...named, actorKind: "unknown", grade: "C" };
}
