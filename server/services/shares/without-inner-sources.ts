import type { SourceReference } from "#server/domain/provenance.ts";
import type { WorkflowBaseline } from "#server/domain/roi/baseline.ts";
import { inputsOf, withInput } from "#server/domain/roi/fields.ts";
import type { Input } from "#server/domain/roi/input.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";

/** The scenario with sources that say what they were, and lead nowhere: no ids of audits or connections, no names of people. */
export function withoutInnerSources(scenario: Scenario): Scenario {
  const outer = inputsOf(scenario).reduce((seen, { key, input }) => withInput(seen, key, forOutside(input)), scenario);
  return { ...outer, baseline: scenario.baseline.map(baselineForOutside) };
}

const forOutside = (input: Input): Input => ({ ...input, source: sourceForOutside(input.source) });

function sourceForOutside(source: SourceReference): SourceReference {
  if (source.kind === "measure" || source.kind === "sample") {
    const what = source.kind === "measure" ? source.measure : "timed samples";
    const count = source.count === null ? "" : `, ${source.count} events`;
    return { kind: "entry", by: "the audit", at: source.to, note: `${what}, ${source.from} to ${source.to}${count}` };
  }
  if (source.kind === "backTest") {
    const { from, to, alike, count } = source;
    return { kind: "entry", by: "a back-test", at: to, note: `${alike} of ${count} decisions taken as people did, ${from} to ${to}` };
  }
  if (source.kind === "rows") return { kind: "entry", by: "a connection", at: "", note: source.record };
  if (source.kind === "entry" && source.by !== null) return { ...source, by: "the team" };
  return source;
}

const baselineForOutside = (workflow: WorkflowBaseline): WorkflowBaseline => ({
  ...workflow,
  loadedRateMinorPerHour: forOutside(workflow.loadedRateMinorPerHour),
  labour: workflow.labour.map(workForOutside),
  rework: workflow.rework.map(workForOutside),
  delay: workflow.delay.map(({ what, casesPerYear, daysPerCase, costMinorPerDay }) => ({
    what,
    casesPerYear: forOutside(casesPerYear),
    daysPerCase: forOutside(daysPerCase),
    costMinorPerDay: forOutside(costMinorPerDay),
  })),
  cashLoss: workflow.cashLoss.map(({ what, casesPerYear, lossMinorPerCase }) => ({
    what,
    casesPerYear: forOutside(casesPerYear),
    lossMinorPerCase: forOutside(lossMinorPerCase),
  })),
});

const workForOutside = ({ activity, touchesPerWeek, minutesPerTouch }: WorkflowBaseline["labour"][number]) => ({
  activity,
  touchesPerWeek: forOutside(touchesPerWeek),
  minutesPerTouch: forOutside(minutesPerTouch),
});
