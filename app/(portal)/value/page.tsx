import { api } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { ErrorState } from "#app/ui/feedback/error-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Headline, HeadlineFigure } from "#app/ui/figure/headline.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { CreepNotices } from "../overview/creep-notices.tsx";
import { personInWorkspace } from "../settings/settings-frame.tsx";
import { AutomationValue } from "./automation-value.tsx";
import { HoursEntries } from "./hours-entries.tsx";
import { SharePanel } from "../share/share-panel.tsx";

export const metadata = { title: "Value" };

/** What the automations brought, against what would have been without them, and where the hours went. */
export default async function ValuePage() {
  const { workspace } = await personInWorkspace();
  const may = (permission: string) => workspace.permissions.some((own) => own === permission);
  if (!may("value.read"))
    return (
      <>
        <TopBar crumbs={[{ label: "Value" }]} demo={workspace.demo} />
        <ErrorState
          title="Your role does not show this page"
          safe="Nothing was changed."
          remedy="Ask an owner or admin of the workspace to look, or to change your role."
        />
      </>
    );
  const caller = await api();
  const [{ automations, entries, asOf }, alarms] = await Promise.all([caller.value.get({}), caller.audit.alarms({})]);
  const known = automations.filter(({ report }) => report.hours.value !== null);
  return (
    <>
      <TopBar
        crumbs={[{ label: "Value" }]}
        demo={workspace.demo}
        freshness={
          <>
            as of <DateTime at={asOf} />
          </>
        }
        actions={may("shares.manage") && automations.length > 0 && <SharePanel thing={{ noun: "value" }} />}
      />
      <ValueHeadline known={known} acting={automations.length} />
      <CreepNotices alarms={alarms} mayDismiss={may("audit.run")} />
      {automations.length === 0 && (
        <EmptyState
          title="No automation acts yet"
          headingLevel={2}
          action={
            <LinkButton href="/automations" variant="primary">
              See the automations
            </LinkButton>
          }
        >
          As soon as one makes changes, the hours it returns stand here week by week, against what would have been without it.
        </EmptyState>
      )}
      {automations.map((value) => (
        <AutomationValue key={value.automationId} value={value}>
          <HoursEntries
            workflow={value.workflow}
            weeks={value.report.weeks.map(({ week }) => week)}
            entries={entries.filter(({ workflow }) => workflow === value.workflow)}
            mayEnter={may("value.enter")}
          />
        </AutomationValue>
      ))}
    </>
  );
}

function ValueHeadline({
  known,
  acting,
}: {
  known: readonly {
    name: string;
    until: Date | null;
    stretches: readonly unknown[];
    report: { hours: Parameters<typeof FigureValue>[0]["figure"] };
  }[];
  acting: number;
}) {
  const [first, ...others] = known;
  if (first === undefined)
    return (
      <h1 className="mb-5 text-2xl font-semibold tracking-tight">
        {acting === 0 ? "What the automations bring" : "It is too early to say what they brought"}
      </h1>
    );
  return (
    <Headline
      detail={
        others.length > 0 && (
          <>
            And{" "}
            {others.map(({ name, report }, index) => (
              <span key={name}>
                {index > 0 && ", "}
                {name} <FigureValue figure={report.hours} lead="range" />
              </span>
            ))}
            . Each against what would have been without it.
          </>
        )
      }
    >
      {first.name} returned{" "}
      <HeadlineFigure>
        <FigureValue figure={first.report.hours} lead="range" inWords />
      </HeadlineFigure>{" "}
      {first.until === null && first.stretches.length === 1 ? "since it acts" : "while it acted"}.
    </Headline>
  );
}
