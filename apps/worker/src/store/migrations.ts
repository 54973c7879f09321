/** The schema, one step a version; a step that was published is never changed. */
export const migrations: readonly string[] = [
  `
  create table intune_worker.configuration (
    tenant text not null,
    resource text not null,
    configuration text not null,
    generation integer not null default 0,
    attempt uuid,
    worker text,
    attempts integer not null default 0,
    failing_since timestamptz,
    last_error text,
    resume_at timestamptz,
    open_write uuid,
    open_until timestamptz,
    held jsonb,
    held_at timestamptz,
    wanted jsonb not null default '[]',
    restore jsonb,
    primary key (tenant, resource, configuration)
  );
  create table intune_worker.wish (
    id uuid primary key,
    tenant text not null,
    resource text not null,
    configuration text not null,
    generation integer not null,
    mode text not null,
    assignments jsonb not null,
    guard jsonb,
    state text not null default 'waiting',
    superseded_by integer,
    code text,
    message text,
    difference jsonb,
    request_id text,
    submitted_by text not null,
    on_behalf_of text,
    note text,
    trace text,
    accepted_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    unique (tenant, resource, configuration, generation)
  );
  create index wish_open on intune_worker.wish (tenant, resource, configuration, generation)
    where state in ('waiting', 'applying');
  create index wish_accepted on intune_worker.wish (accepted_at desc);
  create index wish_dead on intune_worker.wish (settled_at desc) where state in ('failed', 'refused');
  create table intune_worker.idempotency (
    principal text not null,
    key text not null,
    digest text not null,
    answer jsonb not null,
    at timestamptz not null default clock_timestamp(),
    primary key (principal, key)
  );
  create table intune_worker.audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    tenant text not null,
    resource text not null,
    configuration text not null,
    event text not null,
    generation integer,
    wish uuid,
    write uuid,
    actor text,
    before jsonb,
    after jsonb,
    changes jsonb,
    request_id text,
    worker text,
    message text
  );
  create index audit_configuration on intune_worker.audit (tenant, resource, configuration, id);
  create index audit_at on intune_worker.audit (at);
  create table intune_worker.rate (
    tenant text primary key,
    write_at timestamptz not null default '-infinity',
    any_at timestamptz not null default '-infinity',
    closed_until timestamptz not null default '-infinity',
    throttled bigint not null default 0
  );
  `,
  // Tenants that share a server share no keys: the same word of two pipelines is two submissions.
  `
  alter table intune_worker.idempotency add column tenant text not null default '';
  update intune_worker.idempotency set tenant = coalesce(answer -> 0 ->> 'tenant', '');
  alter table intune_worker.idempotency drop constraint idempotency_pkey;
  alter table intune_worker.idempotency add primary key (tenant, principal, key);
  `,
  `
  alter table intune_worker.configuration add column drift_at timestamptz;
  `,
  // Where everything went: a worker that is started here again would do it a second time.
  `
  create table intune_worker.moved (target text not null, at timestamptz not null default clock_timestamp());
  `,
];
