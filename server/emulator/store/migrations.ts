/** Steps that bring the schema `nango` up to date; each runs once, in this order, and is never edited after it was released. */
export const MIGRATIONS: readonly string[] = [
  `
  create table nango.environment (
    id integer primary key check (id = 1),
    uuid uuid not null default gen_random_uuid()
  );
  insert into nango.environment (id) values (1);

  create table nango.integration (
    unique_key text primary key,
    provider text not null,
    display_name text,
    forward_webhooks boolean not null default true,
    credentials_sealed bytea,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );

  create table nango.connection (
    id integer generated always as identity primary key,
    connection_id text not null,
    provider_config_key text not null references nango.integration (unique_key) on delete cascade,
    provider text not null,
    credentials_sealed bytea not null,
    expires_at timestamptz,
    connection_config jsonb not null default '{}',
    metadata jsonb not null default '{}',
    tags jsonb not null default '{}',
    end_user jsonb,
    webhook_url_override text,
    auth_failed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    last_fetched_at timestamptz not null default now(),
    unique (provider_config_key, connection_id)
  );

  create table nango.connect_session (
    token_hash bytea primary key,
    body jsonb not null,
    reconnects integer references nango.connection (id) on delete cascade,
    expires_at timestamptz not null
  );

  create table nango.oauth_session (
    state text primary key,
    provider_config_key text not null references nango.integration (unique_key) on delete cascade,
    session_token_hash bytea not null references nango.connect_session (token_hash) on delete cascade,
    ws_client_id text,
    code_verifier_sealed bytea not null,
    connection_config jsonb not null,
    expires_at timestamptz not null
  );

  create table nango.sync (
    id uuid primary key default gen_random_uuid(),
    connection integer not null references nango.connection (id) on delete cascade,
    name text not null,
    variant text not null default 'base',
    frequency text,
    paused boolean not null default false,
    next_run_at timestamptz,
    unique (connection, name, variant)
  );

  create table nango.job (
    id integer generated always as identity primary key,
    sync uuid not null references nango.sync (id) on delete cascade,
    type text not null,
    status text not null,
    result jsonb not null default '{}',
    error jsonb,
    started_at timestamptz not null default now(),
    finished_at timestamptz
  );
  create index job_of_sync on nango.job (sync, id);

  -- payload is json and not jsonb: the text is kept as it was delivered, escaped NUL characters included.
  create table nango.record (
    id uuid primary key,
    connection integer not null references nango.connection (id) on delete cascade,
    model text not null,
    external_id text not null,
    payload json not null,
    hash text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz,
    last_job integer not null
  );
  create index record_in_order on nango.record (connection, model, updated_at, id);

  create table nango.checkpoint (
    connection integer not null references nango.connection (id) on delete cascade,
    key text not null,
    value jsonb not null,
    version integer not null default 1,
    primary key (connection, key)
  );

  create table nango.action_result (
    id uuid primary key,
    status integer not null,
    body json
  );
  `,
  `
  -- Live records by model, kept with each write: to count them anew takes as long as there are records, and every status asks.
  create table nango.record_count (
    connection integer not null references nango.connection (id) on delete cascade,
    model text not null,
    live integer not null,
    primary key (connection, model)
  );
  insert into nango.record_count (connection, model, live)
    select connection, model, count(*) from nango.record where deleted_at is null group by connection, model;
  `,
];
