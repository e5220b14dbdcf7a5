import { sql } from "kysely";
import type { Store } from "#db/client.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { Drift } from "./drift.ts";
import type { Held, HeldEvent, Ledger } from "./ledgers/ledger.ts";
import { NETSUITE } from "./ledgers/netsuite.ts";
import { SHIPSTATION } from "./ledgers/shipstation.ts";
import { CHANNELS_STOCK } from "./ledgers/channels-stock.ts";
import { SHOPIFY } from "./ledgers/shopify.ts";
import { deletedTickets, ZENDESK } from "./ledgers/zendesk.ts";

/** One line a model or kind of event: a copy that no line compares is a flaw. */
const LEDGERS: readonly Ledger[] = [...SHOPIFY, ...CHANNELS_STOCK, ...ZENDESK, ...SHIPSTATION, ...NETSUITE];

type Place = { workspaceId: string; sandbox: Sandbox; drift: Drift };
/** Where our copy and the vendors' own state differ; none in a sound copy. */
export type Comparison = { compared: number; differences: { what: string; missing: string[]; added: string[] }[] };

/** Our copy of every model and every kind of event, line by line against the vendors' own state past every fault. Deleted tickets are left out. */
export async function compareWithVendors(store: Store, { workspaceId, sandbox, drift }: Place): Promise<Comparison> {
  const held = await heldIn(store, { workspaceId, sandbox });
  const comparison: Comparison = { compared: 0, differences: [] };
  for (const ledger of LEDGERS) {
    const there = ledger.there(sandbox, drift);
    const here =
      "model" in ledger
        ? held
            .recordsOf(ledger.model)
            .filter(ledger.owns ?? (() => true))
            .map((record) => ledger.here(record, held))
        : held.events.filter(ledger.isOf).map((event) => ledger.here(event, held));
    const missing = ledger.isChance ? [] : surplus(there, here);
    const added = surplus(here, there);
    comparison.compared += here.length;
    if (missing.length + added.length > 0) comparison.differences.push({ what: ledger.name, missing, added });
  }
  return comparison;
}

/** What is in the one list oftener than in the other. */
function surplus(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return lines.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

type Stored = { model: string; content: unknown };

async function heldIn(store: Store, { workspaceId, sandbox }: Pick<Place, "workspaceId" | "sandbox">): Promise<Held> {
  const gone = new Set(deletedTickets(sandbox).map((id) => `ticket:${id}`));
  const { records, events } = await store.within({ workspaceId }, async (tx) => ({
    records: (await sql<Stored>`select model, content from record_current where deleted_at is null`.execute(tx)).rows,
    events: (
      await sql<HeldEvent>`select event_id as id, case_id as "caseId", workflow, recorded_kind as kind, attributes->>'sourceAction' as action,
        ended_at as at from event`.execute(tx)
    ).rows,
  }));
  const byModel = Map.groupBy(records, ({ model }) => model);
  return {
    recordsOf: (model) => (byModel.get(model) ?? []).map(({ content }) => content),
    events: events.filter(({ caseId }) => !gone.has(caseId)),
  };
}

/** What can be wrong with a copy besides its contents; all 0 in a sound one. */
export async function flawsOf(
  store: Store,
  { workspaceId, sandbox }: Pick<Place, "workspaceId" | "sandbox">,
): Promise<Record<string, number>> {
  const gone = deletedTickets(sandbox);
  const models = LEDGERS.flatMap((ledger) => ("model" in ledger ? ledger.model : []));
  const { events } = await heldIn(store, { workspaceId, sandbox });
  const claims = events.map((event) => LEDGERS.filter((ledger) => "isOf" in ledger && ledger.isOf(event)).length);
  return store.within({ workspaceId }, async (tx) => {
    const isKnown = sql`model = 'Ticket' and record_id = any (${gone}::text[])`;
    // A row that can be read again is set aside no longer.
    const { rows } = await sql<Record<string, number>>`select
      (select count(*)::int from record_current where deleted_at is null and model not like 'Rejected%' and model <> all (${models}::text[])) as "records that no ledger compares",
      (select count(*)::int from record_current where deleted_at is not null and not (${isKnown}) and model not like 'Rejected%') as "deleted here and not there",
      (select count(*)::int from record_version where deleted_at is not null and not (${isKnown}) and model not like 'Rejected%') as "versions of deletions that never were",
      (select count(*)::int from (select content_hash = lag(content_hash) over w and (deleted_at is null) = (lag(deleted_at) over w is null) as same
         from record_version window w as (partition by connection_id, model, record_id order by modified_at)) v where same) as "versions that repeat",
      (select count(*)::int from record_current where deleted_at is null and model like 'Rejected%') as "rows still set aside",
      (select count(*)::int from record_current c where not exists (select from record_version v where v.connection_id = c.connection_id
         and v.model = c.model and v.record_id = c.record_id and v.content_hash = c.content_hash)) as "records without their version",
      (select count(*)::int from record_current where model = 'Shipment' and deleted_at is null and content->>'atFirstSight' is not null and not exists (
         select from event where event_id = 'order:' || record_id || ':import')) as "first sights that were not told",
      (select count(*)::int from (select batch, count(*) as events from event group by batch) e
         left join audit_batch a using (batch) where a.events is distinct from e.events) as "batches not listed once for the audit",
      (select count(*)::int from event e where not exists (select from event_object o where o.source_id = e.source_id and o.event_id = e.event_id)) as "events without their objects"
    `.execute(tx);
    return { ...rows[0], "events that no ledger compares, or two": claims.filter((count) => count !== 1).length };
  });
}
