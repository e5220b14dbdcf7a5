"use client";
import { useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import { browserClient } from "#app/trpc/browser-client.ts";
import { send, sendOrSay, whatWentWrong } from "#app/trpc/send.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextArea, TextField } from "#app/ui/form/text-field.tsx";
import { CLAIM_LISTS, NO_CLAIM, toEntries, toLines, type Claim, type Definition } from "./definition-words.ts";
import { DefinitionPreview, type Preview } from "./definition-preview.tsx";

const PAUSE_MS = 500; // Long enough that a word is typed out before the log is counted.

type Lines = Record<keyof Claim, string>;
type Draft = {
  workflow: string;
  claims: (Lines & { key: number })[];
  decides: boolean;
  outcomes: string;
  facts: string;
  excepts: boolean;
  opens: string;
  resolves: string;
  lapses: string;
  teams: string;
};

const linesOf = (claim: Claim): Lines => ({
  sources: toLines(claim.sources),
  recorded: toLines(claim.recorded),
  cases: toLines(claim.cases),
  activities: toLines(claim.activities),
});

function draftOf({ workflow, claims, decision, exception, teams }: Definition): Draft {
  return {
    workflow,
    claims: claims.map((claim, key) => ({ ...linesOf(claim), key })),
    decides: decision !== null,
    outcomes: toLines(decision?.outcomes ?? []),
    facts: toLines(decision?.facts ?? []),
    excepts: exception !== null,
    opens: toLines(exception?.opens ?? []),
    resolves: toLines(exception?.resolves ?? []),
    lapses: toLines(exception?.lapses ?? []),
    teams: toLines(teams),
  };
}

function definitionOf(draft: Draft): Definition {
  const facts = toEntries(draft.facts);
  return {
    workflow: draft.workflow.trim(),
    claims: draft.claims.map((claim) => ({
      sources: toEntries(claim.sources),
      recorded: toEntries(claim.recorded),
      cases: toEntries(claim.cases),
      activities: toEntries(claim.activities),
    })),
    decision: draft.decides ? { outcomes: toEntries(draft.outcomes), facts: facts.length === 0 ? null : facts } : null,
    exception: draft.excepts
      ? { opens: toEntries(draft.opens), resolves: toEntries(draft.resolves), lapses: toEntries(draft.lapses) }
      : null,
    teams: toEntries(draft.teams),
  };
}

type Props = { start: Definition; version: number; isNew: boolean; mayReset: boolean; shipped: boolean; taken: readonly string[] };

/** Edits a workflow, with what it would take of the log beside it. */
export function DefinitionForm({ start, version, isNew, mayReset, shipped, taken }: Props) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(start));
  const definition = definitionOf(draft);
  const preview = usePreview(definition);
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const setClaim = (key: number, change: Partial<Lines>) =>
    set({ claims: draft.claims.map((claim) => (claim.key === key ? { ...claim, ...change } : claim)) });

  /** Puts an activity that stands outside into the claim that names activities already, otherwise into one of its own. */
  function take(activity: string) {
    const at = draft.claims.find(({ activities, recorded }) => activities !== "" || recorded === "");
    if (at) setClaim(at.key, { activities: toLines(toEntries(`${at.activities}\n${activity}`)) });
    else set({ claims: [...draft.claims, { ...linesOf({ ...NO_CLAIM, activities: [activity] }), key: nextKey(draft) }] });
    showToast(`"${activity}" is added to a claim. Nothing is saved yet.`);
  }

  async function reset() {
    const wrong = await sendOrSay((client) => client.workflows.reset.mutate({ workflow: start.workflow, version }));
    if (wrong) {
      showToast(wrong, { tone: "danger" });
      return;
    }
    showToast(shipped ? "It is as it ships again. The log is audited anew." : "It is removed. The log is audited anew.", {
      undo: () =>
        void sendOrSay((client) => client.workflows.save.mutate({ definition: start, version: version + 1 })).then((failed) => {
          showToast(failed ?? "Taken back.");
          router.refresh();
        }),
    });
    router.push("/audit/workflows");
    router.refresh();
  }

  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <Form
        id="workflow"
        onSend={async () => {
          if (isNew && taken.includes(definition.workflow))
            return { message: null, fields: { workflow: "There is a workflow of this name. Choose another, or edit that one." } };
          const wrong = await send((client) => client.workflows.save.mutate({ definition, version }));
          if (wrong) return byField(wrong);
          showToast("The workflow is saved, and the log is audited anew.");
          router.push("/audit/workflows");
          router.refresh();
        }}
      >
        {isNew && (
          <TextField
            name="workflow"
            label="Name"
            maxLength={80}
            value={draft.workflow}
            onChange={(event) => set({ workflow: event.currentTarget.value })}
            hint="As people call it: Gift cards. It cannot be changed later."
            autoComplete="off"
          />
        )}
        {draft.claims.map((claim, at) => (
          <fieldset key={claim.key} className="grid gap-4 rounded-lg border border-line bg-panel px-4 py-3.5">
            <legend className="px-1 font-medium">{at === 0 ? "Its events are those with" : "Or those with"}</legend>
            <p className="text-sm text-pretty text-soft">
              One entry a line. Of each list one entry has to fit; a list that is left empty does not matter.
            </p>
            <div className="grid gap-4 sm:grid-cols-2">
              {CLAIM_LISTS.map(({ list, label, hint }) => (
                <TextArea
                  key={list}
                  name={at === 0 && list === "activities" ? "claims" : `${list}-${claim.key}`}
                  label={label}
                  hint={hint}
                  optional
                  rows={3}
                  value={claim[list]}
                  onChange={(event) => setClaim(claim.key, { [list]: event.currentTarget.value })}
                />
              ))}
            </div>
            {draft.claims.length > 1 && (
              <div>
                <Button size="small" onClick={() => set({ claims: draft.claims.filter(({ key }) => key !== claim.key) })}>
                  Remove this claim
                </Button>
              </div>
            )}
          </fieldset>
        ))}
        <div>
          <Button onClick={() => set({ claims: [...draft.claims, { ...linesOf(NO_CLAIM), key: nextKey(draft) }] })}>Add a claim</Button>
        </div>
        <Part
          title="What people decide"
          on={draft.decides}
          onToggle={(decides) => set({ decides })}
          detail="Each outcome is an activity. From these the rule that people follow is learned."
        >
          <TextArea
            name="outcomes"
            label="Outcomes"
            rows={4}
            value={draft.outcomes}
            onChange={(event) => set({ outcomes: event.currentTarget.value })}
          />
          <TextArea
            name="facts"
            label="Facts known then"
            optional
            rows={4}
            hint="Attributes of the case's events. Empty: all of earlier events."
            value={draft.facts}
            onChange={(event) => set({ facts: event.currentTarget.value })}
          />
        </Part>
        <Part
          title="What an exception is"
          on={draft.excepts}
          onToggle={(excepts) => set({ excepts })}
          detail="Activities that open one, resolve it, or end it unresolved. From these exceptions are counted by age."
        >
          {(
            [
              ["opens", "Opens"],
              ["resolves", "Resolves"],
              ["lapses", "Ends it unresolved"],
            ] as const
          ).map(([name, label]) => (
            <TextArea
              key={name}
              name={name}
              label={label}
              optional={name === "lapses"}
              rows={3}
              value={draft[name]}
              onChange={(event) => set({ [name]: event.currentTarget.value })}
            />
          ))}
        </Part>
        <TextArea
          name="teams"
          label="Teams that work in it"
          optional
          rows={2}
          value={draft.teams}
          onChange={(event) => set({ teams: event.currentTarget.value })}
        />
        <div className="flex flex-wrap gap-2.5">
          <SubmitButton>Save the workflow</SubmitButton>
          <LinkButton href="/audit/workflows" variant="quiet">
            Cancel
          </LinkButton>
          {mayReset && <Button onClick={() => void reset()}>{shipped ? "Back to how it ships" : "Remove this workflow"}</Button>}
        </div>
      </Form>
      <DefinitionPreview preview={preview} onTake={take} />
    </div>
  );
}

const nextKey = ({ claims }: Draft) => Math.max(-1, ...claims.map(({ key }) => key)) + 1;

/** Messages of the server name paths inside the definition; the form shows them at the field that stands for it. */
function byField(wrong: Awaited<ReturnType<typeof send>>) {
  if (!wrong) return wrong;
  const name = (path: string) => {
    const last = path.split(".").find((part) => ["outcomes", "facts", "opens", "resolves", "lapses", "teams", "workflow"].includes(part));
    return last ?? "claims";
  };
  return { ...wrong, fields: Object.fromEntries(Object.entries(wrong.fields).map(([path, message]) => [name(path), message])) };
}

function Part({
  title,
  detail,
  on,
  onToggle,
  children,
}: {
  title: string;
  detail: string;
  on: boolean;
  onToggle: (on: boolean) => void;
  children: React.ReactNode;
}) {
  return (
    <fieldset className="grid gap-4 rounded-lg border border-line bg-panel px-4 py-3.5">
      <legend className="px-1">
        <label className="inline-flex min-h-6 items-center gap-2.5 font-medium">
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => onToggle(event.currentTarget.checked)}
            className="size-6 shrink-0 rounded-sm accent-accent"
          />
          {title}
        </label>
      </legend>
      <p className="text-sm text-pretty text-soft">{detail}</p>
      {on && <div className="grid gap-4 sm:grid-cols-2">{children}</div>}
    </fieldset>
  );
}

/** What the draft would take of the log: asked for when typing pauses; an answer that came too late is dropped. */
function usePreview(definition: Definition): Preview {
  const [answer, setAnswer] = useState<Preview & { asked: string }>({ asked: "", state: "", found: null });
  const asked = JSON.stringify({ ...definition, workflow: definition.workflow === "" ? "this workflow" : definition.workflow });
  useEffect(() => {
    let late = false;
    const timer = setTimeout(() => {
      browserClient()
        .workflows.preview.mutate({ definition: JSON.parse(asked) })
        .then(
          (found) => {
            if (!late) setAnswer({ asked, state: "counted", found });
          },
          (error: unknown) => {
            const wrong = whatWentWrong(error);
            if (!late) setAnswer({ asked, state: wrong.message ?? Object.values(wrong.fields).join(" "), found: null });
          },
        );
    }, PAUSE_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return answer.asked === asked ? answer : { state: "counting", found: answer.found };
}
