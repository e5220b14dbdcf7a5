import { sql } from "kysely";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { supplierPo } from "#server/playbooks/supplier-po/playbook.ts";
import { findTransaction } from "#server/sandbox/departments/purchasing/state.ts";
import type { Transaction } from "#server/sandbox/departments/purchasing/transaction.ts";
import type { SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openPlaybookWorld, SOMEBODY } from "./playbook-world.ts";

/**
 * A connected sandbox ERP in the night to a Monday, so that no buyer interferes: what came in since Thursday waits.
 *
 * @param shared the ERP of another world, for a merchant who begins anew with it
 */
export async function openBuyingWorld(table: RuleTable, shared?: SandboxNango, integration: "netsuite" | "netsuite-tba" = "netsuite") {
  const opened = await openPlaybookWorld({
    playbook: supplierPo,
    integration,
    table,
    sandbox: shared ?? { days: 7, ordersPerDay: 2_500, seed: "buying-night" },
    syncs: ["purchase-orders", "system-notes"],
  });
  const { world, house, workspaceId, advance } = opened;
  const { purchasing } = world.sandbox.departments;

  return {
    ...opened,
    order(id: number): Transaction {
      const found = findTransaction(purchasing.state, id);
      if (!found) throw new Error(`no purchase order ${id}`);
      return found;
    },
    /** Somebody else writes into the memo. */
    edit(id: number): void {
      advance(1_000);
      purchasing.act({ kind: "update purchase order", orderId: id, memo: "Seen by Anna", lines: [] }, SOMEBODY);
      advance(1_000);
    },
    /** What the ERP took from us for an order, in order of time. */
    ledger: (id: number) =>
      opened
        .taken()
        .filter(({ action }) => Object(action).orderId === id)
        .map(({ action, changed }) => ({ kind: String(Object(action).kind), changed })),
    /** Effects of an order but for those that take others back. */
    effects: (id: number) => opened.own(purchaseCase(id)),
    /** Orders on which a decision was taken, by its outcome, in order of their ids. */
    decided: (outcome: string): Promise<number[]> =>
      house.store.within({ workspaceId }, async (tx) => {
        const { rows } = await sql<{ id: number }>`select distinct split_part(case_id, ':', 2)::int as id from decision
          where outcome = ${outcome} order by 1`.execute(tx);
        return rows.map(({ id }) => id);
      }),
  };
}
export type BuyingWorld = Awaited<ReturnType<typeof openBuyingWorld>>;

export const purchaseCase = (id: number): string => `purchase_order:${id}`;
