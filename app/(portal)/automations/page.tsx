import { Suspense, type ReactNode } from "react";
import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import type { Figure } from "#server/domain/provenance.ts";
import { personInWorkspace } from "../settings/settings-frame.tsx";
import { agreementWords, automationHref, STAGE_WORDS, type Automation } from "./automation-words.ts";
import { nextOfList } from "./next-of-list.ts";
import { RoomFrame } from "./room-frame.tsx";
import { StartPlaybook } from "./start-playbook.tsx";

export const metadata = { title: "Automations" };

type Playbook = RouterOutputs["automations"]["playbooks"][number];

/** What stands beside an automation in the list; the hours come later, since they count the whole log. */
type Line = Automation & { agreement: ReactNode; hours: Promise<Returned | null> };
/** `until`: when it ceased to act; null where it acts. */
type Returned = { figure: Figure; until: Date | null };

const columns: readonly Column<Line>[] = [
  { key: "name", heading: "Automation", phone: "title", cell: ({ id, name }) => <Link href={automationHref(id)}>{name}</Link> },
  { key: "workflow", heading: "Workflow", cell: ({ workflow }) => workflowTitle(workflow) },
  {
    key: "stage",
    heading: "Stage",
    cell: ({ stage, pausedAt }) => (
      <span className="inline-flex flex-wrap gap-1.5">
        <Badge tone={STAGE_WORDS[stage].tone}>{STAGE_WORDS[stage].label}</Badge>
        {pausedAt !== null && <Badge tone="warn">stopped</Badge>}
      </span>
    ),
  },
  { key: "since", heading: "Since", kind: "date", cell: ({ stageSince }) => <DateTime at={stageSince} /> },
  { key: "agreement", heading: "Agreement with people", cell: ({ agreement }) => agreement },
  {
    key: "hours",
    heading: "Hours returned",
    kind: "hours",
    cell: ({ hours, stage }) => (
      <Suspense fallback={<span className="text-soft">counting</span>}>
        <HoursReturned hours={hours} none={stage === "retired" ? "never acted" : "does not act yet"} />
      </Suspense>
    ),
  },
  { key: "version", heading: "Rules", phone: "hide", cell: ({ version }) => `version ${version}` },
];

async function HoursReturned({ hours, none }: { hours: Promise<Returned | null>; none: string }) {
  const returned = await hours;
  if (returned === null) return <span className="text-soft">{none}</span>;
  return (
    <>
      <FigureValue figure={returned.figure} layout="stack" align="end" />
      {returned.until !== null && (
        <span className="block text-sm text-soft">
          until <DateTime at={returned.until} />
        </span>
      )}
    </>
  );
}

type Gates = RouterOutputs["automations"]["gates"];

/** Of what it proposed, where it does so or did: its decisions beside the team are another matter, and stand until then. */
function AgreementOf({ stage, gates: { approve, auto } }: { stage: Automation["stage"]; gates: Gates }) {
  const proposed = stage === "approve" || stage === "auto" || (stage === "retired" && auto.agreement.n > 0);
  const { agreement, answered } = proposed ? auto : approve;
  return (
    <>
      {agreementWords(agreement)}
      {answered !== null && (
        <span className="block text-sm text-soft">
          {proposed ? "of what it proposed" : "in shadow"}, <DateTime at={answered.from} /> to <DateTime at={answered.to} />
        </span>
      )}
    </>
  );
}

/** What runs by itself, how far it may go, and what can be started. */
export default function AutomationsPage() {
  return (
    <RoomFrame crumbs={[{ label: "Automations" }]} tab="/automations">
      {async () => {
        const caller = await api();
        const [{ automations }, playbooks, { workspace }] = await Promise.all([
          caller.automations.list({}),
          caller.automations.playbooks({}),
          personInWorkspace(),
        ]);
        const mayManage = workspace.permissions.includes("automations.manage");
        const gates = await Promise.all(automations.map(({ id }) => caller.automations.gates({ automationId: id })));
        const value =
          automations.some(({ stage }) => stage !== "draft" && stage !== "back-test") && workspace.permissions.includes("value.read")
            ? caller.value.get({})
            : Promise.resolve(null);
        const lines = automations.map((automation, index): Line => {
          const hours = value.then((all): Returned | null => {
            const found = all?.automations.find(({ automationId }) => automationId === automation.id);
            return found === undefined ? null : { figure: found.report.hours, until: found.until };
          });
          return { ...automation, agreement: <AgreementOf stage={automation.stage} gates={gates[index]!} />, hours };
        });
        const open = playbooks.filter(({ automationId }) => automationId === null);
        return (
          <>
            <h1 className="mb-1 text-2xl font-semibold tracking-tight">Automations</h1>
            <p className="mb-5 max-w-[74ch] text-pretty text-soft">
              Each begins as a draft and earns the right to act: on your own history, then beside your team, then with a person&rsquo;s
              approval. Nothing is written to any system before that.
            </p>
            <Next
              automations={automations.map((automation, index) => ({ ...automation, isTried: gates[index]!.shadow.missing === null }))}
            />
            <DataTable
              caption="Automations"
              columns={columns}
              rows={lines}
              rowKey={({ id }) => id}
              empty={
                <EmptyState title="No automation yet" headingLevel={2}>
                  Start a playbook below. It begins as a draft: its rules are tried on your own past before anything happens.
                </EmptyState>
              }
            />
            {open.length > 0 && (
              <>
                <h2 className="mt-9 mb-3 text-lg font-semibold">Playbooks you can start</h2>
                <div className="grid gap-4 md:grid-cols-2">
                  {open.map((playbook) => (
                    <PlaybookCard
                      key={playbook.name}
                      playbook={playbook}
                      mayManage={mayManage}
                      first={automations.length === 0 && playbook === (open.find(({ connected }) => connected) ?? open[0])}
                    />
                  ))}
                </div>
              </>
            )}
          </>
        );
      }}
    </RoomFrame>
  );
}

function Next({ automations }: { automations: Parameters<typeof nextOfList>[0] }) {
  const step = nextOfList(automations);
  if (step === null) return null;
  return (
    <NextStep
      action={
        <LinkButton href={step.href} variant="primary">
          {step.label}
        </LinkButton>
      }
    >
      {step.name}: {step.why}
    </NextStep>
  );
}

function PlaybookCard({ playbook, mayManage, first }: { playbook: Playbook; mayManage: boolean; first: boolean }) {
  const { title, describes, connected, system, facts, outcomes } = playbook;
  return (
    <Card title={title} detail={describes}>
      <details className="mb-4">
        <summary className="min-h-6 cursor-pointer">What it knows, and what it can do</summary>
        <p className="mt-2 font-medium">It asks for</p>
        <ul className="list-disc space-y-0.5 ps-5 text-sm">
          {facts.map(({ name, title, source }) => (
            <li key={name}>
              {title} <span className="text-soft">({source})</span>
            </li>
          ))}
        </ul>
        <p className="mt-2 font-medium">It can decide</p>
        <ul className="list-disc space-y-0.5 ps-5 text-sm">
          {outcomes.map((outcome) => (
            <li key={outcome.name}>
              {outcome.title}
              <span className="text-soft">
                : {outcome.does ?? "left to a person."} {outcome.undo === "not possible" && "This cannot be undone."}
              </span>
            </li>
          ))}
        </ul>
      </details>
      {!connected ? (
        <p className="text-pretty text-soft">
          It needs an account of {system}. <Link href="/connections">Connect one</Link>, then start it.
        </p>
      ) : mayManage ? (
        <StartPlaybook playbook={playbook.name} title={title} primary={first} />
      ) : (
        <p className="text-soft">An owner, an admin or an ops lead can start it.</p>
      )}
    </Card>
  );
}
