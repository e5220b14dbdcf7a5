"use client";
import { lazy, startTransition, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { inputsOf, withInput, type NamedInput } from "#server/domain/roi/fields.ts";
import type { Distribution, Input } from "#server/domain/roi/input.ts";
import type { Ramp, Scenario } from "#server/domain/roi/scenario.ts";
import { titlesToTellApart } from "../case/titles-to-tell-apart.ts";
import { adjustmentsOf, withAdjustments } from "../case/adjustments.ts";
import { LazyCaseDetails } from "../case/lazy-case-details.tsx";
import { LazyCaseHeadline } from "../case/lazy-case-headline.tsx";
import { withValue, type Editor } from "../case/edit-input.ts";
import { AutomationSection } from "../case/automation-section.tsx";
import { InputRow } from "../case/input-row.tsx";
import type { SimulationView } from "../case/simulation-view.ts";
import { useSimulation } from "../case/use-simulation.ts";

// What most visits never show comes when it is needed.
const NewerAudit = lazy(() => import("./newer-audit.tsx"));
const SaveBar = lazy(() => import("./save-bar.tsx"));

type Kept = RouterOutputs["roi"]["get"];

type WorkbenchProps = {
  kept: Kept;
  /** Simulation of the saved scenario. */
  simulation: SimulationView;
  /** What the address asks to try. */
  adjustments: readonly string[];
  editor: Editor;
  mayManage: boolean;
};

const LEVERS = 5;

/** The scenario to play with: the answer follows each movement, the address follows the answer, and saving makes a version. */
export function Workbench({ kept, simulation, adjustments, editor, mayManage }: WorkbenchProps) {
  const saved: Scenario = kept.scenario;
  const router = useRouter();
  const [draft, setDraft] = useState<Scenario>(() => withAdjustments(saved, adjustments, editor));
  const [notes, setNotes] = useState(kept.notes);
  const [auditId, setAuditId] = useState(kept.auditId);
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  const shown = useDeferredValue(draft);
  const { view, current } = useSimulation(shown, saved, simulation);
  const problems = useProblems(shown);
  const details = useResting(useMemo(() => ({ scenario: shown, simulation: view }), [shown, view]));

  const savedInputs = useMemo(() => new Map(inputsOf(saved).map(({ key, input }) => [key, input])), [saved]);
  const inputs = useMemo(() => inputsOf(draft), [draft]);
  const titles = titlesToTellApart(draft);
  const levers = simulation.tornado.slice(0, LEVERS).flatMap(({ key }) => inputs.find((input) => input.key === key) ?? []);
  const dirty = draft !== saved || notes !== kept.notes;

  useAddress(saved, draft);

  const change = useCallback(
    (key: string, changed: (named: NamedInput, savedInput: Input) => Input) => {
      setDraft((before) => {
        const named = inputsOf(before).find((input) => input.key === key);
        if (!named) return before;
        const input = changed(named, savedInputs.get(key) ?? named.input);
        return input === named.input ? before : backToSaved(withInput(before, key, input), saved);
      });
    },
    [savedInputs, saved],
  );
  const onValue = useCallback(
    (key: string, value: number) => change(key, (named, savedInput) => withValue(named, value, savedInput, editor)),
    [change, editor],
  );
  const onRange = useCallback(
    (key: string, distribution: Distribution) =>
      void import("../case/first-forms.ts").then(({ withRange }) =>
        change(key, (named, savedInput) => withRange(named, distribution, savedInput, editor)),
      ),
    [change, editor],
  );

  function onRamp(id: string, ramp: Ramp) {
    setDraft((before) =>
      backToSaved(
        { ...before, automations: before.automations.map((automation) => (automation.id === id ? { ...automation, ramp } : automation)) },
        saved,
      ),
    );
  }

  function onTitles(id: string, { title, redeployedTo }: { title?: string; redeployedTo?: string }) {
    setDraft((before) => ({
      ...before,
      automations: before.automations.map((automation) =>
        automation.id === id
          ? {
              ...automation,
              title: title ?? automation.title,
              capture: { ...automation.capture, redeployedTo: redeployedTo ?? automation.capture.redeployedTo },
            }
          : automation,
      ),
    }));
  }

  async function save() {
    setPending(true);
    const problem = await sendOrSay((client) =>
      client.roi.save.mutate({ scenarioId: kept.id, baseVersion: kept.headVersion, scenario: draft, notes, auditId }),
    );
    setPending(false);
    setWrong(problem ?? null);
    if (problem) return;
    showToast("Saved as a new version.");
    history.replaceState(null, "", location.pathname);
    router.refresh();
  }

  async function takeMeasures() {
    const problem = await sendOrSay(async (client) => {
      const fresh = await client.roi.fromAudit.query({ name: saved.name });
      if (!fresh) return;
      const { withMeasured } = await import("#server/domain/roi/start-scenario.ts");
      setDraft((before) => withMeasured(before, fresh.scenario));
      setAuditId(fresh.auditId);
    });
    setWrong(problem ?? null);
  }

  function undoAll() {
    setDraft(saved);
    setNotes(kept.notes);
    setAuditId(kept.auditId);
    setWrong(null);
  }

  return (
    <>
      <LazyCaseHeadline scenario={shown} simulation={view} current={current} />
      {kept.newerAudit && auditId === kept.auditId && (
        <Suspense fallback={null}>
          <NewerAudit computedAt={kept.newerAudit.computedAt} onTake={() => void takeMeasures()} />
        </Suspense>
      )}
      <div className="mt-8 grid items-start gap-6 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <section aria-label="Inputs" className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <div className="rounded-lg border border-line bg-panel px-4.5 pt-4 pb-1">
            <h2 className="text-lg font-semibold">Try it out</h2>
            <p className="text-sm text-soft">
              The inputs that move the answer most. Move a slider, or type: it follows at once. Nothing is saved until you say so.
            </p>
            <div className="divide-y divide-line">
              {levers.map((named) => (
                <InputRow
                  key={named.key}
                  named={named}
                  saved={savedInputs.get(named.key) ?? named.input}
                  of={named.automationId === null ? undefined : titles.get(named.automationId)}
                  asOf={draft.asOf}
                  onValue={onValue}
                  onRange={onRange}
                />
              ))}
              {inputs
                .filter(({ automationId }) => automationId === null)
                .map((named) => (
                  <InputRow
                    key={named.key}
                    named={named}
                    saved={savedInputs.get(named.key) ?? named.input}
                    asOf={draft.asOf}
                    onValue={onValue}
                    onRange={onRange}
                  />
                ))}
            </div>
          </div>
          <h2 className="mt-2 text-lg font-semibold">All inputs, by automation</h2>
          {draft.automations.map((automation) => (
            <AutomationSection
              key={automation.id}
              automation={automation}
              inputs={inputs.filter(({ automationId }) => automationId === automation.id)}
              savedInputs={savedInputs}
              asOf={draft.asOf}
              onValue={onValue}
              onRange={onRange}
              onRamp={onRamp}
              saved={saved.automations.find(({ id }) => id === automation.id)}
              editor={editor}
              onTitles={onTitles}
              onRemove={(id) => setDraft((before) => ({ ...before, automations: before.automations.filter((one) => one.id !== id) }))}
            />
          ))}
          <div>
            <label htmlFor="notes" className="font-medium">
              Notes
            </label>
            <textarea
              id="notes"
              rows={4}
              maxLength={10_000}
              className="control mt-1"
              value={notes}
              readOnly={!mayManage}
              onChange={(event) => setNotes(event.target.value)}
            />
          </div>
        </section>
        <LazyCaseDetails {...details} />
      </div>
      {dirty && (
        <Suspense fallback={null}>
          <SaveBar
            problems={problems}
            wrong={wrong}
            pending={pending}
            version={mayManage ? kept.headVersion + 1 : null}
            onUndo={undoAll}
            onSave={() => void save()}
          />
        </Suspense>
      )}
    </>
  );
}

/** The saved scenario itself where the draft has come back to it, so that its simulation is there at once. */
function backToSaved(draft: Scenario, saved: Scenario): Scenario {
  return adjustmentsOf(saved, draft).length === 0 && JSON.stringify(draft) === JSON.stringify(saved) ? saved : draft;
}

const REST_MS = 150;
/** Drawing the charts takes as long as several answers: they wait until the hand rests. */
const CHART_REST_MS = 400;

/** The value once it has rested and the browser has nothing else to do: charts are drawn then, and not at each step of a slider. */
function useResting<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    let idle = 0;
    const timer = setTimeout(() => {
      const show = () => startTransition(() => setRested(value));
      // Safari has no idle callback.
      if ("requestIdleCallback" in window) idle = requestIdleCallback(show, { timeout: CHART_REST_MS });
      else show();
    }, CHART_REST_MS);
    return () => {
      clearTimeout(timer);
      if (idle !== 0) cancelIdleCallback(idle);
    };
  }, [value]);
  return rested;
}

/** Keeps what is tried out in the address: a copied link shows the same. */
function useAddress(saved: Scenario, draft: Scenario): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return undefined;
    }
    const timer = setTimeout(() => {
      const url = new URL(location.href);
      url.searchParams.delete("set");
      for (const text of adjustmentsOf(saved, draft)) url.searchParams.append("set", text);
      history.replaceState(null, "", url);
    }, 2 * REST_MS);
    return () => clearTimeout(timer);
  }, [saved, draft]);
}

/** What is wrong with a scenario. The rules come after the page can be used; the server asks them again when it saves. */
function useProblems(scenario: Scenario): readonly { message: string }[] {
  const [problems, setProblems] = useState<readonly { message: string }[]>([]);
  useEffect(() => {
    let stale = false;
    void import("#server/domain/roi/validate-scenario.ts").then(({ validateScenario }) => {
      if (!stale) setProblems(validateScenario(scenario));
    });
    return () => {
      stale = true;
    };
  }, [scenario]);
  return problems;
}
