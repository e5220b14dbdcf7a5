import { sql, type Kysely } from "kysely";
import { APP_ROLE, tenantTable } from "../tenancy.ts";

/** Workspaces and who may do what in them; the log of changes. The auth_* tables are better-auth's and come before a workspace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`revoke create on schema public from public`.execute(db);
  await sql`grant usage on schema public to ${sql.ref(APP_ROLE)}`.execute(db);

  await sql`
    create table auth_user (
      id text primary key, name text not null, email text not null unique, email_verified boolean not null default false,
      image text, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
    create table auth_session (
      id text primary key, user_id text not null references auth_user (id) on delete cascade, token text not null unique,
      expires_at timestamptz not null, ip_address text, user_agent text,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now());
    create index auth_session_user on auth_session (user_id);
    create table auth_account (
      id text primary key, user_id text not null references auth_user (id) on delete cascade, account_id text not null, provider_id text not null,
      access_token text, refresh_token text, id_token text, access_token_expires_at timestamptz, refresh_token_expires_at timestamptz,
      scope text, password text, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
    create index auth_account_user on auth_account (user_id);
    create table auth_verification (
      id text primary key, identifier text not null, value text not null, expires_at timestamptz not null,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now());
    create index auth_verification_identifier on auth_verification (identifier);
    create table auth_rate_limit (key text primary key, tries integer not null, window_started_at timestamptz not null);
  `.execute(db);
  for (const table of ["auth_user", "auth_session", "auth_account", "auth_verification", "auth_rate_limit"])
    await sql`grant select, insert, update, delete on ${sql.table(table)} to ${sql.ref(APP_ROLE)}`.execute(db);

  await sql`
    create table workspace (
      workspace_id uuid primary key, name text not null check (length(name) between 1 and 120),
      currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'), time_zone text not null default 'UTC', locale text not null default 'en-US',
      working_days_a_year integer not null default 260 check (working_days_a_year between 1 and 366),
      demo boolean not null default false, created_at timestamptz not null default now());
    create table membership (
      workspace_id uuid not null references workspace on delete cascade, user_id text not null references auth_user (id) on delete cascade,
      role text not null check (role in ('owner', 'admin', 'ops_lead', 'contributor', 'finance')), created_at timestamptz not null default now(),
      primary key (workspace_id, user_id));
    create index membership_user on membership (user_id);
    create table invitation (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, email text not null,
      role text not null check (role in ('admin', 'ops_lead', 'contributor', 'finance', 'owner')), token_hash text not null unique,
      invited_by text not null, created_at timestamptz not null default now(), expires_at timestamptz not null,
      accepted_at timestamptz, revoked_at timestamptz, primary key (workspace_id, id));
    create table change_log (
      workspace_id uuid not null references workspace on delete cascade, id uuid not null, at timestamptz not null default now(),
      actor jsonb not null, noun text not null, noun_id text not null, verb text not null, before jsonb, after jsonb,
      primary key (workspace_id, id));
    create index change_log_noun on change_log (workspace_id, noun, noun_id);
  `.execute(db);
  await tenantTable(db, "membership", { alsoVisibleTo: "own user" });
  await tenantTable(db, "workspace", { alsoVisibleTo: "member" });
  await tenantTable(db, "invitation", { alsoVisibleTo: "holder of token" });
  await tenantTable(db, "change_log", { rights: "append" });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table change_log, invitation, workspace, membership, auth_rate_limit, auth_verification, auth_account, auth_session, auth_user cascade`.execute(
    db,
  );
}
