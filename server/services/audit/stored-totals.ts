import * as z from "zod";
import { addToVariants, listAuditParts, putAuditParts } from "#db/queries/audit-totals.ts";
import { actorKinds } from "#server/domain/event-log/event.ts";
import type { AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { DECIDED, VARIANTS } from "#server/domain/audit/case-totals.ts";
import { addTotals, partText, type Totals } from "#server/domain/audit/totals.ts";

type Tx = Parameters<typeof listAuditParts>[0];

/** As partText writes it; read row by row, since a schema takes longer over half a million rows than all the rest of an audit. */
function rowsOfText(body: string): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  const written: unknown = JSON.parse(body);
  if (!isObject(written)) throw new Error("A part of the totals is no object.");
  for (const [key, row] of Object.entries(written)) {
    if (!isRow(row)) throw new Error("A part of the totals holds a row that is no list of numbers.");
    rows.set(key, row);
  }
  return rows;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function isRow(row: unknown): row is number[] {
  if (!Array.isArray(row)) return false;
  for (const value of row) if (typeof value !== "number") return false;
  return true;
}

/** How what is thought of the accounts is kept beside the totals. */
export const StoredView = z.object({
  kindsSaid: z.record(z.string(), z.enum(actorKinds)),
  bots: z.array(z.string()),
  clocks: z.array(z.string()).default([]),
  roles: z.record(z.string(), z.string()),
});

export const viewOf = ({ kindsSaid, bots, clocks, roles }: z.infer<typeof StoredView>): AuditView => ({
  kindsSaid: new Map(Object.entries(kindsSaid)),
  bots: new Set(bots),
  clocks: new Set(clocks),
  roles: new Map(Object.entries(roles)),
});

export const storedView = ({ kindsSaid, bots, clocks, roles }: AuditView): z.infer<typeof StoredView> => ({
  kindsSaid: Object.fromEntries(kindsSaid),
  bots: [...bots].sort(),
  clocks: [...clocks].sort(),
  roles: Object.fromEntries(roles),
});

/** Parts as they are kept; those that are not there yet are empty. */
export async function readParts(
  tx: Tx,
  workspaceId: string,
  which: { parts?: readonly string[]; without?: readonly string[] },
): Promise<Totals> {
  const rows = await listAuditParts(tx, { workspaceId, ...which });
  return new Map(rows.map(({ part, body }) => [part, rowsOfText(body)]));
}

/** What an audit needs of the totals: all but the variants and the cases with decisions, of which it reads only a few. */
export const readAllTotals = (tx: Tx, workspaceId: string): Promise<Totals> => readParts(tx, workspaceId, { without: [DECIDED] });

/**
 * Adds a change to what is kept, within the transaction of the caller, who holds the lock of the state.
 *
 * @param totals what was read of the parts already: brought up to date; parts that are not in it are read
 */
export async function addToStored(tx: Tx, workspaceId: string, change: Totals, totals: Totals = new Map()): Promise<void> {
  const variants = [...change].flatMap(([part, rows]) =>
    part.startsWith(VARIANTS)
      ? [...rows].flatMap(([path, [cases = 0]]) => (cases === 0 ? [] : [{ workflow: part.slice(VARIANTS.length), path, cases }]))
      : [],
  );
  const parts: Totals = new Map();
  for (const [part, rows] of change) {
    const changed = [...rows].filter(([, row]) => row.some((value) => value !== 0));
    if (!part.startsWith(VARIANTS) && changed.length > 0) parts.set(part, new Map(changed));
  }
  const unread = [...parts.keys()].filter((part) => !totals.has(part));
  for (const [part, rows] of await readParts(tx, workspaceId, { parts: unread })) totals.set(part, rows);
  addTotals(totals, parts);
  const bodies = [...parts.keys()].map((part) => ({ part, body: partText(totals.get(part) ?? new Map()) }));
  if (bodies.length > 0) await putAuditParts(tx, { workspaceId, parts: bodies });
  if (variants.length > 0) await addToVariants(tx, { workspaceId, changes: variants });
}
