import * as z from "zod";
import { api, refusalOf } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { acts } from "#server/domain/automations/stages.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { JobPanel } from "../../jobs/job-panel.tsx";
import { LearnRules } from "../rules/learn-rules.tsx";
import { AutomationFrame } from "../automation-frame.tsx";
import { decisionsCounted, heldOutWords } from "../automation-words.ts";
import { NextOfStage } from "../next-of-stage.tsx";
import { LazyRuleEditor } from "../rules/lazy-rule-editor.tsx";
import { VersionHistory } from "../rules/version-history.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";

export const metadata = { title: "Rules" };

const Facts = z.record(z.string().max(80), z.union([z.string().max(500), z.number(), z.boolean()]).nullable());
const Tried = z.object({ facts: Facts, people: z.string().max(80).nullable(), name: z.string().max(200) });
/** What the job that drafts rules gives when it is done. */
const Draft = z.object({
  table: z.custom<RuleTable>((value) => RuleTableParts.safeParse(value).success),
  decisions: z.number(),
  heldOut: z
    .object({ share: z.number().nullable(), lower: z.number(), upper: z.number().nullable(), n: z.number() })
    .nullable()
    .default(null),
});
const RuleTableParts = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.object({ id: z.string(), when: z.record(z.string(), z.unknown()), outcome: z.string(), reason: z.string() })),
});
type Learned = NonNullable<RouterOutputs["automations"]["versions"][number]["learned"]>;
const JobId = z.uuid().optional().catch(undefined);
const Version = z.coerce.number().int().min(1).optional().catch(undefined);

/** The rules of one automation: the table, its tests, what a change would change, and the versions before. */
export default async function RulesPage({
  params,
  searchParams,
}: {
  params: Promise<{ automationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const [{ automationId }, search] = await Promise.all([params, searchParams]);
  return (
    <AutomationFrame automationId={automationId} tab="">
      {async ({ found, may }) => {
        const { automation, table, tests, facts, outcomes } = found;
        const caller = await api();
        const looked = Version.parse(search["version"]);
        const [versions, older] = await Promise.all([
          caller.automations.versions({ automationId }),
          looked === undefined || looked >= automation.version
            ? Promise.resolve(null)
            : caller.automations.versionOf({ automationId, version: looked }),
        ]);
        const learned = versions.find(({ version }) => version === automation.version)?.learned ?? null;
        const tried = readTried(search["case"]);
        const draftJob = JobId.parse(search["draft"]);
        const job = draftJob === undefined ? null : await refusalOf(caller.jobs.get({ jobRunId: draftJob }));
        const draft =
          job !== null && "value" in job && job.value.state === "done" ? (Draft.safeParse(job.value.result).data ?? null) : null;
        return (
          <>
            {automation.stage === "draft" && tried === null && draftJob === undefined && (
              <NextOfStage automationId={automationId} stage="draft" gateHolds={false} stopped={false} />
            )}
            {may("automations.manage") && (
              <div className="mb-4">
                <LearnRules of={{ automationId }} />
              </div>
            )}
            {draftJob !== undefined && draft === null && (
              <div className="mb-4">
                <JobPanel jobRunId={draftJob} refreshAtEnd />
              </div>
            )}
            {draft !== null && <DraftNote {...draft} />}
            {draft === null && learned && <LearnedNote {...learned} />}
            <LazyRuleEditor
              key={`${automation.version} ${tried?.name ?? ""} ${draft === null ? "" : draftJob}`}
              automationId={automationId}
              name={automation.name}
              version={automation.version}
              table={table}
              tests={tests}
              facts={facts}
              outcomes={outcomes}
              mayManage={may("automations.manage")}
              tried={tried}
              draft={draft === null || draftJob === undefined || draft.decisions === 0 ? null : { id: draftJob, table: draft.table }}
            />
            <VersionHistory
              automationId={automationId}
              versions={versions}
              present={{ version: automation.version, table, tests }}
              older={older}
              facts={facts}
              outcomes={outcomes}
              mayManage={may("automations.manage")}
              acts={acts(automation.stage)}
            />
          </>
        );
      }}
    </AutomationFrame>
  );
}

/** Of what a draft was learned, and what it is worth. */
function DraftNote({ table, decisions, heldOut }: z.infer<typeof Draft>) {
  const decides = table.rows.some(({ outcome }) => outcome !== NEEDS_PERSON);
  return (
    <p className="mb-4 max-w-[74ch] rounded-md bg-accent-soft px-3.5 py-2.5 text-pretty">
      {decisions === 0
        ? "There is nothing to learn from yet: our copy of the last 90 days holds no decision of a person about such a case. The rules below are as they were. Let the connection sync, or write the rules yourself."
        : `A draft learned from ${decisionsCounted(decisions)} of people. ${decides ? "Where they did not surely agree it asks a person." : "They were too few, or too different from each other, to be sure of anything: it asks a person about every case."} ${heldOutWords(heldOut)} It becomes a version only when you save it; “Step back” shows the rules as they are.`}
    </p>
  );
}

/** That the present rules have seen decisions before, which makes a back-test on these kinder than on new ones. */
function LearnedNote({ decisions, fromMs, untilMs, heldOut }: Learned) {
  return (
    <p className="mb-4 max-w-[74ch] text-pretty text-soft">
      These rules have rows that were learned from {decisionsCounted(decisions)} of people, <DateTime at={new Date(fromMs)} /> to{" "}
      <DateTime at={new Date(untilMs)} />: on those they agree better than on new ones. {heldOutWords(heldOut)}
    </p>
  );
}

/** The case of the address; null when there is none, or when it is none. */
function readTried(text: SearchParams[string]): z.infer<typeof Tried> | null {
  if (typeof text !== "string") return null;
  try {
    return Tried.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
