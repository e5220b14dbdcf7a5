import { notFound } from "next/navigation";
import { api, currentPerson } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { NextStep } from "#app/ui/next-step.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { JobPanel } from "../../jobs/job-panel.tsx";
import { ACTOR_KIND_WORDS, stateWords } from "../connection-words.ts";
import { ManageConnection } from "./manage-connection.tsx";
import { NamelessTouches } from "../nameless-touches.tsx";
import { MarkMachine } from "./mark-machine.tsx";

export const metadata = { title: "Connection" };

type Connection = RouterOutputs["connections"]["get"];
type Sync = Connection["syncs"][number];
type Scope = Connection["scopes"][number];

const ENDED = new Set(["done", "failed", "cancelled"]);
const SHOWN_ACTORS = 25;

const SYNC_STATE: Readonly<Record<string, { tone: "good" | "warn" | "danger" | "neutral"; label: string }>> = {
  RUNNING: { tone: "good", label: "running" },
  SUCCESS: { tone: "neutral", label: "up to date" },
  PAUSED: { tone: "warn", label: "paused" },
  ERROR: { tone: "danger", label: "failed" },
};

const syncColumns = (now: Date): readonly Column<Sync>[] => [
  { key: "name", heading: "Sync", phone: "title", cell: (sync) => sync.name.replaceAll("-", " ") },
  {
    key: "state",
    heading: "State",
    cell: ({ status }) => <Badge tone={SYNC_STATE[status]?.tone ?? "neutral"}>{SYNC_STATE[status]?.label ?? status.toLowerCase()}</Badge>,
  },
  { key: "often", heading: "How often", cell: (sync) => sync.frequency ?? "on demand" },
  {
    key: "ended",
    heading: "Last run",
    kind: "date",
    cell: ({ finishedAt }) => (finishedAt ? <DateTime at={finishedAt} now={now} /> : "not yet"),
  },
];

const scopeColumns: readonly Column<Scope>[] = [
  {
    key: "scope",
    heading: "Permission",
    phone: "title",
    cell: ({ scope }) => <span className="inline-block wrap-anywhere sm:min-w-44">{scope}</span>,
  },
  {
    key: "granted",
    heading: "Granted",
    cell: ({ granted, untold }) =>
      granted === null ? (
        <Badge>{untold ? "not told by the vendor" : "not looked at yet"}</Badge>
      ) : granted ? (
        <Badge tone="good">granted</Badge>
      ) : (
        <Badge tone="warn">missing</Badge>
      ),
  },
  { key: "brings", heading: "Brings", cell: ({ brings }) => brings },
  { key: "without", heading: "Without it", cell: ({ granted, without }) => (granted === true ? "" : without) },
];

type Seen = NonNullable<Connection["evidence"]>["actors"][number];

const actorColumns = (now: Date, seenIn: string | null): readonly Column<Seen>[] => [
  { key: "actor", heading: "Actor", phone: "title", cell: (row) => row.actor },
  {
    key: "kind",
    heading: "Recorded as",
    cell: (row) => (
      <>
        {ACTOR_KIND_WORDS[row.kind] ?? row.kind} {row.machine && <Badge tone="warn">named as a machine</Badge>}
      </>
    ),
  },
  { key: "events", heading: "Events", kind: "number", cell: (row) => formatCount(row.events, "en-US") },
  { key: "last", heading: "Last seen", kind: "date", cell: (row) => <DateTime at={row.lastAt} now={now} /> },
  ...(seenIn !== null
    ? [
        {
          key: "mark",
          heading: "Really",
          cell: (row: Seen) => (row.kind === "person" ? <MarkMachine account={row.actor} machine={row.machine} seenIn={seenIn} /> : null),
        },
      ]
    : []),
];

/** One connection: live while it is read, then what arrived, what is missing and who was seen to act. */
export default async function ConnectionPage({ params }: { params: Promise<{ connectionId: string }> }) {
  const { connectionId } = await params;
  const caller = await api();
  const found = await caller.connections.get({ connectionId }).catch((error: { code?: string }) => {
    if (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST") notFound();
    throw error;
  });
  const sameAs = (await caller.connections.list({})).find(({ id }) => id === found.id)?.sameAs ?? null;
  const permissions = (await currentPerson())?.workspace?.permissions ?? [];
  const mayManage = permissions.includes("connections.manage");
  const mayMark = permissions.includes("actors.update");
  const now = new Date();
  const state = stateWords(found);
  const working = found.job !== null && !ENDED.has(found.job.state);
  const { evidence, calibration } = found;
  return (
    <>
      <TopBar crumbs={[{ label: "Connections", href: "/connections" }, { label: found.name }]} />
      <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{found.name}</h1>
        <Badge tone={state.tone}>{state.label}</Badge>
      </div>
      <p className="mb-4 text-soft">
        {[found.system, calibration?.accountDomain].filter(Boolean).join(", ")}, connected <DateTime at={found.connectedAt} />
      </p>
      {found.problem && (
        <p role="alert" className="mb-4 max-w-[74ch] rounded-md bg-danger-soft px-3 py-2 text-pretty text-danger">
          {found.problem}
        </p>
      )}
      {sameAs !== null && (
        <p role="alert" className="mb-4 max-w-[74ch] rounded-md bg-danger-soft px-3 py-2 text-pretty text-danger">
          This looks like an account that is connected already{sameAs === found.name ? "" : `, as ${sameAs}`}. If it is the same, all that
          is done in it stands twice in the audit, and work done twice at one moment passes for a machine&rsquo;s: delete one of the two
          before you read on.
        </p>
      )}
      {found.job && (working || (found.job.state === "failed" && found.problem === null)) && (
        <div className="mb-4">
          <JobPanel jobRunId={found.job.id} refreshAtEnd={working} />
        </div>
      )}
      {!working && sameAs === null && found.state === "active" && evidence !== null && evidence.events > 0 && (
        <NextStep
          action={
            <LinkButton href="/audit" variant="primary">
              See the ranking
            </LinkButton>
          }
        >
          the audit of your log is made from {formatCount(evidence.events, "en-US")} events of this account.
        </NextStep>
      )}
      {mayManage && (
        <ManageConnection
          connectionId={found.id}
          integration={found.integration}
          name={found.name}
          state={found.state}
          fails={found.problem !== null}
        />
      )}
      <h2 className="mt-8 mb-3 text-lg font-semibold">What arrived</h2>
      <Arrived connection={found} now={now} />
      {evidence !== null && evidence.nameless > 0 && (
        <p className="mt-3 max-w-[74ch] rounded-md bg-warn-soft px-3 py-2 text-pretty">
          <NamelessTouches nameless={evidence.nameless} people={evidence.byKind["person"] ?? 0} locale="en-US" />
        </p>
      )}
      <SetAside {...found.setAside} now={now} />
      <h2 className="mt-8 mb-3 text-lg font-semibold">Syncs</h2>
      {found.news !== null && <p className="mb-3 max-w-[74ch] text-pretty text-soft">{found.news}</p>}
      <DataTable
        caption="Syncs"
        columns={syncColumns(now)}
        rows={found.syncs}
        rowKey={({ name }) => name}
        empty={<p className="px-3.5 py-3 text-soft">None has begun.</p>}
      />
      {found.scopes.length > 0 && (
        <>
          <h2 className="mt-8 mb-3 text-lg font-semibold">What was granted, and what is missing</h2>
          <DataTable caption="Permissions" columns={scopeColumns} rows={found.scopes} rowKey={({ scope }) => scope} empty={null} />
        </>
      )}
      {found.limits.length > 0 && (
        <ul className="mt-3 max-w-[74ch] list-disc space-y-1 pl-5 text-pretty text-soft">
          {found.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      )}
      <Actors evidence={evidence} now={now} seenIn={mayMark ? found.name : null} />
    </>
  );
}

function Arrived({ connection: { models, evidence, calibration, checkedAt }, now }: { connection: Connection; now: Date }) {
  const facts: [string, React.ReactNode][] = [
    ...models.map(({ model, present, deleted }): [string, React.ReactNode] => [
      wordsOf(model),
      `${formatCount(present, "en-US")}${deleted > 0 ? `, and ${formatCount(deleted, "en-US")} deleted there` : ""}`,
    ]),
    ["Events", formatCount(evidence?.events ?? 0, "en-US")],
    ["Oldest event", evidence?.oldestAt ? <DateTime key="oldest" at={evidence.oldestAt} /> : "none yet"],
    ["Newest event", evidence?.newestAt ? <DateTime key="newest" at={evidence.newestAt} now={now} /> : "none yet"],
    ["The vendor goes back to", calibration?.oldestEventAt ? <DateTime key="reach" at={calibration.oldestEventAt} /> : "not known"],
    ["Our own changes appear as", calibration?.ourAppTitle ?? "not known"],
    ["Looked at", checkedAt ? <DateTime key="checked" at={checkedAt} now={now} /> : "not yet"],
    ...Object.entries(evidence?.byGrade ?? {}).map(([grade, count]): [string, React.ReactNode] => [
      `Evidence of grade ${grade}`,
      formatCount(count, "en-US"),
    ]),
  ];
  return (
    <dl className="grid max-w-3xl grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-sm text-soft">{label}</dt>
          <dd className="font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Zod's names of what can be wrong with a field, as people say them. */
const WRONG: Readonly<Record<string, string>> = {
  invalid_type: "missing, or of another kind",
  invalid_format: "not in the form that it has otherwise",
  invalid_value: "a value that is not known",
  invalid_union: "in none of the forms that are known",
  too_small: "too small",
  too_big: "too large",
};

/** "updatedAt: invalid_type" as "updatedAt: missing, or of another kind". */
const wrongWords = (reason: string | null): string =>
  reason === null ? "it has not the form of an event" : reason.replaceAll(/\b[a-z]+_[a-z]+\b/g, (code) => WRONG[code] ?? code);

const asideColumns = (now: Date): readonly Column<Connection["setAside"]["rows"][number]>[] => [
  { key: "what", heading: "What", phone: "title", cell: ({ model }) => wordsOf(model).slice(0, -1) },
  { key: "id", heading: "Its id there", cell: ({ id }) => <span className="wrap-anywhere">{id}</span> },
  { key: "why", heading: "What was wrong", cell: ({ reason }) => wrongWords(reason) },
  { key: "since", heading: "Since", kind: "date", cell: ({ since }) => <DateTime at={since} now={now} /> },
];

/** What the vendor sent and nobody could read; nothing where all was read. */
function SetAside({ kinds, rows, now }: Connection["setAside"] & { now: Date }) {
  const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
  if (count === 0) return null;
  return (
    <>
      <h2 className="mt-8 mb-1 text-lg font-semibold">Set aside, since it could not be read</h2>
      <p className="mb-3 max-w-[74ch] text-pretty text-soft">
        {count === 1 ? "One row is" : `${formatCount(count, "en-US")} rows are`} missing from what arrived (
        {kinds.map(({ model, count: of }) => `${wordsOf(model).toLowerCase()}: ${formatCount(of, "en-US")}`).join(", ")}). Everything else
        is there, and each of these is asked for again with every run: it leaves this list once the vendor sends it whole.
      </p>
      <DataTable
        caption="Rows set aside"
        columns={asideColumns(now)}
        rows={rows}
        rowKey={({ model, id }) => `${model} ${id}`}
        empty={null}
      />
      {count > rows.length && <p className="mt-2 text-sm text-soft">The newest {rows.length}.</p>}
    </>
  );
}

function Actors({ evidence, now, seenIn }: { evidence: Connection["evidence"]; now: Date; seenIn: string | null }) {
  if (!evidence || evidence.actors.length === 0) return null;
  const others = evidence.events - evidence.actors.reduce((sum, { events }) => sum + events, 0);
  return (
    <>
      <h2 className="mt-8 mb-1 text-lg font-semibold">Who was seen to act</h2>
      <p className="mb-3 max-w-[74ch] text-pretty text-soft">
        As the system itself records it. People stand under pseudonyms. A script that works through a person&rsquo;s log-in looks like that
        person: name it here, and its past counts as automated too.
      </p>
      <DataTable
        caption="Actors"
        columns={actorColumns(now, seenIn)}
        rows={evidence.actors.slice(0, SHOWN_ACTORS)}
        rowKey={(row) => `${row.kind} ${row.actor}`}
        empty={null}
      />
      {evidence.actors.length > SHOWN_ACTORS && (
        <p className="mt-2 text-sm text-soft">
          The busiest {SHOWN_ACTORS} of {evidence.actors.length}.
        </p>
      )}
      {others > 0 && (
        <p className="mt-2 max-w-[74ch] text-sm text-pretty text-soft">
          {formatCount(others, "en-US")} of {formatCount(evidence.events, "en-US")} events name none of these: the system did them by its
          own rules, or did not record who did.
        </p>
      )}
    </>
  );
}

/** "FulfilmentOrder" as "Fulfilment orders". */
const wordsOf = (model: string): string => {
  const words = model.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}s`;
};
