import { api } from "#app/trpc/server.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { personInWorkspace } from "../settings/settings-frame.tsx";
import { Calculator } from "./calculator.tsx";
import { ScenarioTable } from "./scenario-table.tsx";
import { StartFromAudit } from "./start-from-audit.tsx";

export const metadata = { title: "ROI" };

const NAME = "Automate what the audit found";
const FALLBACK_RATE_MINOR = 3_500; // $35 an hour, as in the product's worked examples, until a rate can be read.

/** Business cases: what removing the manual work is worth, and how sure that is. */
export default async function RoiPage() {
  const [{ workspace }, caller] = await Promise.all([personInWorkspace(), api()]);
  const may = (permission: (typeof workspace.permissions)[number]) => workspace.permissions.includes(permission);
  const [scenarios, draft, rates] = await Promise.all([
    caller.roi.list({}),
    caller.roi.fromAudit({ name: NAME }),
    may("rates.read") ? caller.rates.list() : null,
  ]);
  const mayManage = may("roi.manage");
  const rate = rates?.rates.find(({ role }) => role === "default")?.minorAnHour ?? FALLBACK_RATE_MINOR;
  return (
    <>
      <TopBar
        crumbs={[{ label: "ROI" }]}
        freshness={
          draft && (
            <>
              audited <DateTime at={draft.computedAt} />
            </>
          )
        }
        demo={workspace.demo}
      />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">What is it worth to remove the work?</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        A case is a set of inputs, each with its class, range and source. Change one and everything follows; every figure opens to its
        formula.
      </p>
      {mayManage && draft && (
        <NextStep action={<StartFromAudit name={NAME} />}>
          The audit measured {draft.scenario.automations.length === 1 ? "one workflow" : `${draft.scenario.automations.length} workflows`}.
          Make a case of {draft.scenario.automations.length === 1 ? "it" : "them"}: measured hours, everything else assumed and open to
          change.
        </NextStep>
      )}
      <div className="grid gap-8">
        {scenarios.length > 0 ? (
          <ScenarioTable scenarios={scenarios} locale={workspace.locale} />
        ) : (
          <div className="rounded-lg border border-line bg-panel">
            <EmptyState title="No scenario yet">
              Scenarios will stand here side by side, with what each is worth, how long it takes to pay back and how sure that is. Start one
              from the audit, or with the four numbers below.
            </EmptyState>
          </div>
        )}
        <Calculator
          currency={workspace.currency}
          rateMinorPerHour={rate}
          daysPerYear={workspace.workingDaysAYear}
          today={new Date().toISOString().slice(0, 10)}
          mayManage={mayManage}
        />
      </div>
    </>
  );
}
