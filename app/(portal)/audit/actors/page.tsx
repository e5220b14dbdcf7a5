import { api, currentPerson } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { durationFigure } from "#server/domain/audit/figures.ts";
import { frameOf, shareText, type Snapshot } from "../audit-frame.ts";
import { AuditTabs } from "../audit-tabs.tsx";
import { Freshness } from "../freshness.tsx";
import { NoAuditYet } from "../no-audit-yet.tsx";
import { AccountMenu } from "./account-menu.tsx";

export const metadata = { title: "Actors and data" };

type Account = RouterOutputs["actors"]["list"]["accounts"][number];
type Report = Snapshot["report"];

const KIND_WORDS: Record<NonNullable<Account["said"]>["kind"], string> = {
  person: "one of our people",
  app: "an app or integration",
  rule: "a rule of the system itself",
  supplier: "a partner",
  customer: "a customer",
  unknown: "cannot be told",
};

/** Whether the foundation is solid: who acted, which accounts are machines, and what is wrong with the events of each source. */
export default async function ActorsPage() {
  const caller = await api();
  const [{ audit }, { accounts, more }, person] = await Promise.all([caller.audit.get({}), caller.actors.list({}), currentPerson()]);
  const workspace = person?.workspace;
  const locale = workspace?.locale ?? "en-US";
  const mayUpdate = workspace?.permissions.includes("actors.update") ?? false;
  const isNoted = ({ reasons, said }: Account) => reasons.length > 0 || said !== null;
  const noted = accounts.filter(isNoted);
  const others = accounts.filter((account) => !isNoted(account));
  return (
    <>
      <TopBar
        crumbs={[{ label: "Audit", href: "/audit" }, { label: "Actors and data" }]}
        freshness={audit && <Freshness audit={audit} locale={locale} />}
        demo={workspace?.demo ?? false}
      />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Actors and data</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Is the foundation solid? Accounts stand under pseudonyms, in no order of merit: this measures work, not workers.
      </p>
      <AuditTabs current="/audit/actors" />
      {audit ? (
        <div className="grid gap-8">
          <p>Actor not known: {shareText(audit.report.total.unknown, locale)} of the events that could be yours.</p>
          <section aria-label="Accounts">
            <SectionHeading>Accounts that work like machines</SectionHeading>
            <p className="mb-3 max-w-[74ch] text-pretty text-soft">
              They are recorded as people. Their events count as an app&rsquo;s, unless somebody says what they are.
            </p>
            <DataTable
              caption="Accounts that work like machines"
              columns={suspectColumns(mayUpdate)}
              rows={noted}
              rowKey={({ account }) => account}
              empty={<EmptyState title="None found">No account that is recorded as a person works like a machine.</EmptyState>}
            />
          </section>
          <section aria-label="Other accounts">
            <SectionHeading>Other accounts</SectionHeading>
            <p className="mb-3 max-w-[74ch] text-pretty text-soft">
              If one counts as something that it is not, say what it is: a shop&rsquo;s app that was recorded like a person, for example.
              Its newest event is named so that you can tell. Accounts recorded as customers are not listed.
              {more && ` Only the first ${formatCount(accounts.length, locale)} are listed.`}
            </p>
            <details>
              <summary className="mb-3 min-h-6 cursor-pointer font-medium">Show them ({formatCount(others.length, locale)})</summary>
              <DataTable
                caption="Other accounts"
                columns={accountColumns(mayUpdate)}
                rows={others}
                rowKey={({ account }) => account}
                empty={<EmptyState title="No other account">Every account that events of the log name stands above.</EmptyState>}
              />
            </details>
          </section>
          <Sources report={audit.report} locale={locale} />
          <Roles report={audit.report} locale={locale} />
          <BetweenTeams audit={audit} locale={locale} />
          <TypedTwice report={audit.report} locale={locale} />
        </div>
      ) : (
        <NoAuditYet />
      )}
    </>
  );
}

const accountColumn: Column<Account> = { key: "account", heading: "Account", phone: "title", cell: ({ account }) => account };

const changeColumns = (mayUpdate: boolean): Column<Account>[] =>
  mayUpdate ? [{ key: "say", heading: "Change", cell: ({ account, said }) => <AccountMenu account={account} said={said} /> }] : [];

const suspectColumns = (mayUpdate: boolean): Column<Account>[] => [
  accountColumn,
  {
    key: "why",
    heading: "Why",
    cell: ({ reasons }) =>
      reasons.length === 0 ? <span className="text-soft">nothing found</span> : <span className="text-pretty">{reasons.join("; ")}</span>,
  },
  { key: "counts", heading: "Counts as", cell: countsAs },
  ...changeColumns(mayUpdate),
];

const accountColumns = (mayUpdate: boolean): Column<Account>[] => [
  accountColumn,
  { key: "last", heading: "Newest event", cell: ({ recorded }) => (recorded ? `${recorded.activity} (${recorded.source})` : null) },
  { key: "counts", heading: "Counts as", cell: countsAs },
  ...changeColumns(mayUpdate),
];

function countsAs({ recorded, reasons, said }: Account): string {
  if (said) return `${KIND_WORDS[said.kind]}, as somebody said`;
  if (reasons.length > 0) return "an app, as found";
  return `${KIND_WORDS[recorded?.kind ?? "unknown"]}, as recorded`;
}

type Props = { report: Report; locale: string };
type Quality = Report["quality"][number];

function Sources({ report: { quality }, locale }: Props) {
  if (quality.length === 0) return null;
  const count = (key: string, heading: string, of: (row: Quality) => number): Column<Quality> => ({
    key,
    heading,
    kind: "number",
    cell: (row) => formatCount(of(row), locale),
  });
  return (
    <section aria-label="Data quality">
      <SectionHeading>Data quality by source</SectionHeading>
      <DataTable
        caption="Data quality by source"
        columns={[
          { key: "source", heading: "Source", phone: "title", cell: ({ source }) => source },
          count("received", "Events", (row) => row.received),
          count("unknown", "Actor not known", (row) => row.unknownActors),
          count("role", "Touches without a role", (row) => row.touchesWithoutRole),
          count("workflow", "Of no workflow", (row) => row.withoutWorkflow),
          count("future", "In the future", (row) => row.inFuture),
          count("late", "Late", (row) => row.late),
          count("again", "Delivered again", (row) => row.duplicates),
          count("unlinked", "In this source only", (row) => row.unlinked),
        ]}
        rows={quality}
        rowKey={({ source }) => source}
        empty={null}
        locale={locale}
      />
      <p className="mt-2 max-w-[74ch] text-sm text-pretty text-soft">
        Nothing is dropped for being wrong: it is counted here. Late is what a connected system delivered more than a day after it happened,
        in the last four weeks. What was delivered again counts once.
      </p>
    </section>
  );
}

function Roles({ report: { roles }, locale }: Props) {
  if (roles.length === 0) return null;
  return (
    <section aria-label="People by role">
      <SectionHeading>People&rsquo;s accounts by role</SectionHeading>
      <ul className="list-disc ps-5">
        {roles.map(({ role, accounts }) => (
          <li key={role ?? ""}>
            {role ?? "No role, or a role of fewer than three"}: {formatCount(accounts, locale)}
          </li>
        ))}
      </ul>
    </section>
  );
}

const PASSED = "from the end of one team's touch to the end of the next team's, added up";

const teamColumns = (audit: Snapshot, locale: string): Column<Report["teamHandoffs"][number]>[] => [
  { key: "from", heading: "From", phone: "title", cell: ({ from }) => from },
  { key: "to", heading: "To", cell: ({ to }) => to },
  { key: "count", heading: "Times", kind: "number", cell: ({ count }) => formatCount(count, locale) },
  { key: "cases", heading: "Cases", kind: "number", cell: ({ cases }) => formatCount(cases, locale) },
  {
    key: "wait",
    heading: "Waited in all",
    kind: "hours",
    cell: ({ waitingHours, count }) => (
      <FigureValue
        figure={durationFigure(
          "Waited in all",
          { hours: waitingHours, count, measured: PASSED },
          { workflow: null, activity: null },
          frameOf(audit),
        )}
        align="end"
      />
    ),
  },
];

function BetweenTeams({ audit, locale }: { audit: Snapshot; locale: string }) {
  const { teamHandoffs } = audit.report;
  if (teamHandoffs.length === 0) return null;
  return (
    <section aria-label="Hand-offs between teams">
      <SectionHeading>Hand-offs between teams</SectionHeading>
      <DataTable
        caption="Hand-offs between teams"
        columns={teamColumns(audit, locale)}
        rows={teamHandoffs}
        rowKey={({ from, to }) => `${from} ${to}`}
        empty={null}
      />
    </section>
  );
}

function TypedTwice({ report: { doubleEntries }, locale }: Props) {
  if (doubleEntries.length === 0) return null;
  const columns: Column<Report["doubleEntries"][number]>[] = [
    { key: "first", heading: "First typed in", phone: "title", cell: ({ first }) => `${first.source}: ${first.activity}` },
    { key: "second", heading: "Typed again in", cell: ({ second }) => `${second.source}: ${second.activity}` },
    { key: "count", heading: "Times", kind: "number", cell: ({ count }) => formatCount(count, locale) },
  ];
  return (
    <section aria-label="Typed twice">
      <SectionHeading>Typed twice</SectionHeading>
      <DataTable
        caption="Typed twice"
        columns={columns}
        rows={doubleEntries}
        rowKey={({ first, second }) => JSON.stringify([first, second])}
        empty={null}
      />
    </section>
  );
}
