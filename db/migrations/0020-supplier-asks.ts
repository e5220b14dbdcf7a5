import { sql, type Kysely } from "kysely";
import { tenantTable } from "../tenancy.ts";

/** Letters that ask a supplier about an order, each with the page it opens, and what was answered there. The id is that of the effect. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table supplier_ask (
      workspace_id uuid not null, id uuid not null, connection_id uuid not null, source_id uuid not null, case_id text not null,
      recipient text not null, token_hash text not null unique, page jsonb not null, created_at timestamptz not null, sent_at timestamptz,
      expires_at timestamptz not null, closed_at timestamptz, primary key (workspace_id, id),
      foreign key (workspace_id, id) references effect on delete cascade);
    create index supplier_ask_of_recipient on supplier_ask (workspace_id, connection_id, recipient, created_at);
    create index supplier_ask_of_case on supplier_ask (workspace_id, case_id);

    create table supplier_answer (
      workspace_id uuid not null, ask_id uuid not null, answered_at timestamptz not null, lines jsonb not null, primary key (workspace_id, ask_id),
      foreign key (workspace_id, ask_id) references supplier_ask on delete cascade);
  `.execute(db);
  await tenantTable(db, "supplier_ask", { alsoVisibleTo: "holder of token" });
  await tenantTable(db, "supplier_answer", { rights: "append" });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table supplier_answer, supplier_ask`.execute(db);
}
