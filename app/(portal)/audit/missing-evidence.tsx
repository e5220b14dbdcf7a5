import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { WITHOUT_NAMES } from "../connections/nameless-touches.tsx";
import type { Snapshot } from "./audit-frame.ts";
import { missingByWorkflow, type MissingOfWorkflow } from "./missing-by-workflow.ts";

/**
 * What the connected systems do not tell of each workflow, what that makes uncertain, and what would bring it. Nothing where all is there.
 *
 * @param workflow only of this one
 */
export async function MissingEvidence({
  locale,
  audit,
  workflow = null,
}: {
  locale: string;
  audit: Snapshot | null;
  workflow?: string | null;
}) {
  const all = missingByWorkflow(await (await api()).connections.missing({}));
  const missing = workflow === null ? all : all.filter((row) => row.workflow === workflow);
  if (missing.length === 0) return null;
  const audited = new Set(audit?.report.workflows.map((row) => row.workflow));
  return (
    <section aria-label="Missing evidence" className="my-6 max-w-[74ch] rounded-md bg-warn-soft px-4 py-3">
      <h2 className="mb-1 font-semibold">What the evidence lacks</h2>
      {missing.map((row) => (
        <OfWorkflow
          key={row.workflow}
          row={row}
          locale={locale}
          title={workflow === null ? workflowTitle(row.workflow) : null}
          isAudited={audit === null || audited.has(row.workflow)}
        />
      ))}
      {missing.some(({ connections }) => connections.some(({ nameless }) => nameless > 0)) && (
        <p className="text-sm text-pretty">Where touches name nobody: {WITHOUT_NAMES}</p>
      )}
      <ProgramsByClock audit={audit} workflow={workflow} locale={locale} />
    </section>
  );
}

function OfWorkflow({
  row: { connections },
  locale,
  title,
  isAudited,
}: {
  row: MissingOfWorkflow;
  locale: string;
  title: string | null;
  isAudited: boolean;
}) {
  return (
    <div className="mb-2">
      {title !== null && <h3 className="mt-2 text-sm font-semibold">{title}</h3>}
      {!isAudited && <p className="text-sm text-pretty">Nobody&rsquo;s work in it can be seen, so the audit has no number for it.</p>}
      <ul className="list-disc space-y-1 pl-5 text-sm text-pretty">
        {connections.map(({ connectionId, name, scopes, people, nameless }) => (
          <li key={connectionId}>
            <Link href={`/connections/${connectionId}`}>{name}</Link>
            {": "}
            {isAudited && nameless > 0 && `${formatCount(nameless, locale)} of ${formatCount(people, locale)} touches name nobody. `}
            {scopes.map(({ scope, brings, without }) => (
              <span key={scope}>
                The permission {scope} would bring {brings}; without it, {without}.{" "}
              </span>
            ))}
            {scopes.length === 0 && "There is no permission that would bring their names."}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Programs that were told from people by their clock alone. */
function ProgramsByClock({ audit, workflow, locale }: { audit: Snapshot | null; workflow: string | null; locale: string }) {
  if (audit === null) return null;
  const { namelessPrograms, activities } = audit.report;
  const own = new Set(activities.filter((row) => row.workflow === workflow).map(({ activity }) => activity));
  const programs = namelessPrograms.filter(({ activity }) => workflow === null || own.has(activity));
  if (programs.length === 0) return null;
  return (
    <ul aria-label="Programs without a name" className="mt-2 list-disc space-y-1 pl-5 text-sm text-pretty">
      {programs.map(({ source, activity, touches, reasons }) => (
        <li key={`${source} ${activity}`}>
          {formatCount(touches, locale)} times &ldquo;{activity}&rdquo; in {source} count as a program&rsquo;s and not as manual work:{" "}
          {reasons.join("; ")}.
        </li>
      ))}
    </ul>
  );
}
