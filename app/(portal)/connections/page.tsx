import { Link } from "#app/ui/link.tsx";
import { api, currentPerson } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { ErrorState } from "#app/ui/feedback/error-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { ConnectButton } from "./connect-button.tsx";
import { KIND_WORDS, stateWords } from "./connection-words.ts";

export const metadata = { title: "Connections" };

type Row = RouterOutputs["connections"]["list"][number];
type Catalogue = RouterOutputs["connections"]["catalogue"];

const columns = (now: Date): readonly Column<Row>[] => [
  { key: "name", heading: "Account", phone: "title", cell: (row) => <Link href={`/connections/${row.id}`}>{row.name}</Link> },
  { key: "system", heading: "System", cell: (row) => row.system },
  { key: "state", heading: "State", cell: (row) => <StateBadge row={row} /> },
  { key: "events", heading: "Events", kind: "number", cell: (row) => formatCount(row.events, "en-US") },
  {
    key: "newest",
    heading: "Newest event",
    kind: "date",
    cell: (row) => (row.newestEventAt === null ? "none yet" : <DateTime at={row.newestEventAt} now={now} />),
  },
  {
    key: "checked",
    heading: "Looked at",
    kind: "date",
    cell: (row) => (row.checkedAt === null ? "not yet" : <DateTime at={row.checkedAt} now={now} />),
  },
];

/** The systems that are connected, how each stands, and the catalogue of those that can be. */
export default async function ConnectionsPage() {
  const caller = await api();
  const [connections, catalogue, person] = await Promise.all([
    caller.connections.list({}),
    caller.connections.catalogue({}),
    currentPerson(),
  ]);
  const mayManage = person?.workspace?.permissions.includes("connections.manage") ?? false;
  return (
    <>
      <TopBar crumbs={[{ label: "Connections" }]} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Connections</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Each system you connect is read for what was done in it, by whom and when. Nothing is changed in it unless an automation that you
        approved does so.
      </p>
      <DataTable
        caption="Connections"
        columns={columns(new Date())}
        rows={connections}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title="Nothing is connected yet">
            Connect a system below: its orders and their history arrive while you watch, and the audit is made from them.
          </EmptyState>
        }
      />
      {connections.flatMap(({ id, name, sameAs, connectedAt }) =>
        sameAs === null ? (
          []
        ) : (
          <p key={id} className="mt-3 max-w-[74ch] rounded-md bg-warn-soft px-3 py-2 text-pretty">
            <Link href={`/connections/${id}`}>{name}</Link>, connected <DateTime at={connectedAt} />, looks like an account that is
            connected already
            {sameAs === name ? "" : `, as ${sameAs}`}. If it is the same, its events count twice in the audit: delete one of the two.
          </p>
        ),
      )}
      {connections.map(
        ({ id, name, system, numberedLike }) =>
          numberedLike !== null && (
            <p key={id} className="mt-3 max-w-[74ch] rounded-md bg-warn-soft px-3 py-2 text-pretty">
              <Link href={`/connections/${id}`}>{name}</Link> and {numberedLike === name ? "an older account" : numberedLike} each count
              their cases from one: those of {system} with the same number are taken for one case in the audit. Keep each account in a
              workspace of its own.
            </p>
          ),
      )}
      <h2 className="mt-9 mb-3 text-lg font-semibold">Systems you can connect</h2>
      {catalogue.state !== "ready" && <NotReady state={catalogue.state} />}
      {catalogue.sandbox && catalogue.state === "ready" && (
        <p className="mb-3 max-w-[74ch] text-pretty text-soft">
          What is connected here is the sandbox shop of this machine: a simulated merchant, with the vendors&rsquo; own interfaces. Where a
          form asks for a key, its own examples are the sandbox&rsquo;s. For real accounts, an admin sets NANGO_HOST.
        </p>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        {catalogue.integrations.map((integration) => (
          <Card key={integration.key} title={integration.name} detail={KIND_WORDS[integration.kind]}>
            <ul className="mb-4 list-disc space-y-1 pl-5 text-pretty">
              {integration.contributes.map(({ workflow, what }) => (
                <li key={workflow}>
                  <span className="font-medium">{workflowTitle(workflow)}:</span> {what}
                </li>
              ))}
            </ul>
            <Scopes integration={integration} />
            {catalogue.state === "ready" && (
              <Connect
                integration={integration}
                sandbox={catalogue.sandbox}
                mayManage={mayManage}
                first={connections.length === 0}
                known={connections.filter(({ integration: key, state }) => key === integration.key && state !== "erasing")}
              />
            )}
          </Card>
        ))}
      </div>
    </>
  );
}

function Connect({
  integration,
  sandbox,
  mayManage,
  first,
  known,
}: {
  integration: Catalogue["integrations"][number];
  sandbox: boolean;
  mayManage: boolean;
  first: boolean;
  /** Accounts of it that are connected. */
  known: readonly Row[];
}) {
  if (!mayManage) return <p className="text-soft">An owner or admin of the workspace can connect it.</p>;
  if (!integration.offered)
    return (
      <p className="text-pretty text-soft">
        {sandbox
          ? "The sandbox shop has no such account. Real ones are connected through a Nango of your own."
          : "Not set up at Nango yet: an admin of the installation adds it there first."}
      </p>
    );
  if (known.length === 0)
    return (
      <ConnectButton integration={integration.key} {...(first ? { variant: "primary" } : {})}>
        {`Connect ${integration.name}`}
      </ConnectButton>
    );
  return (
    <>
      <p className="mb-2 text-pretty text-soft">
        Connected:{" "}
        {known.map(({ id, name }, at) => (
          <span key={id}>
            {at > 0 && ", "}
            <Link href={`/connections/${id}`}>{name}</Link>
          </span>
        ))}
        . New access for the same account is given on its page.
      </p>
      <ConnectButton integration={integration.key}>{`Connect another ${integration.name}`}</ConnectButton>
    </>
  );
}

function StateBadge({ row }: { row: Row }) {
  const { tone, label } = stateWords(row);
  return <Badge tone={tone}>{label}</Badge>;
}

function Scopes({ integration: { scopes } }: { integration: Catalogue["integrations"][number] }) {
  return (
    <details className="mb-4">
      <summary className="min-h-6 cursor-pointer">What it asks for, and why</summary>
      <dl className="mt-2 space-y-1.5 text-sm">
        {scopes.map(({ scope, brings }) => (
          <div key={scope}>
            <dt className="font-medium wrap-anywhere">{scope}</dt>
            <dd className="text-soft">{brings}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function NotReady({ state }: { state: "off" | "unreachable" }) {
  return (
    <div className="mb-4">
      <ErrorState
        title={state === "off" ? "No system can be connected here" : "Nango does not answer"}
        safe="Everything that was read. What is connected stays connected."
        remedy={
          state === "off"
            ? "An admin of the installation sets NANGO_HOST and its keys, or starts Slipstream with npm start, which brings a sandbox shop."
            : "Load the page again in a moment. After a start it takes some seconds until it answers."
        }
      />
    </div>
  );
}
