"use client";
import { useEffect, useId, useRef, useState } from "react";
import { Link } from "#app/ui/link.tsx";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Button } from "#app/ui/button.tsx";
import { classNames } from "#app/ui/class-names.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { openDialog } from "#app/ui/dialog.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import { StopWords } from "../stop-words.tsx";
import { approvedWords } from "../stopped-words.ts";
import { noWayBack, noWayBackWords } from "./no-way-back.ts";
import { Alterations } from "../alterations.tsx";
import { costFigure } from "../cost-figure.ts";
import { FactsKnown } from "../facts-known.tsx";
import { ReasonDialog } from "../reason-dialog.tsx";

export type Proposal = Omit<RouterOutputs["automations"]["inbox"]["rows"][number], "currency"> & {
  currency: string;
  outcomeTitle: string;
  /** What is written, in the merchant's words. */
  does: string | null;
  undo: "possible" | "not possible" | "nothing to undo";
  definitions: readonly FactDefinition[];
  /** What the money at risk is. */
  atRisk: { formula: string; note: string };
};

const UNDO_WORDS = {
  possible: "It can be undone afterwards.",
  "not possible": "It cannot be undone.",
  "nothing to undo": "There is nothing to undo.",
} as const;

const REJECT = "reject-proposals";
const APPROVE = "approve-proposals";
const none: readonly string[] = [];

/** Proposals to say yes or no to, one by one or many at once. j and k move, x chooses, a approves, r rejects. */
export function ApprovalList({
  proposals,
  mayApprove,
  whoApproves,
}: {
  proposals: readonly Proposal[];
  mayApprove: boolean;
  /** Roles that may, in words: "an owner, admin or ops lead". */
  whoApproves: string;
}) {
  const router = useRouter();
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState(false);
  // What a dialog asks about is kept apart from what is chosen: leaving it leaves the choice as it was.
  const [asked, setAsked] = useState(none);
  const present = proposals.filter(({ effectId }) => chosen.has(effectId));
  const meant = present.length > 0 ? present : proposals.slice(at, at + 1);
  const ids = meant.map(({ effectId }) => effectId);

  async function approve(effectIds: readonly string[]) {
    if (effectIds.length === 0 || pending) return;
    setPending(true);
    let said = "";
    const wrong = await sendOrSay(async (client) => {
      said = approvedWords(effectIds.length, await client.automations.approve.mutate({ effectIds: [...effectIds] }));
    });
    setPending(false);
    showToast(wrong ?? said, wrong ? { tone: "danger" } : {});
    if (!wrong) unchoose(effectIds);
    router.refresh();
    return wrong;
  }
  const unchoose = (effectIds: readonly string[]) => setChosen((before) => new Set([...before].filter((id) => !effectIds.includes(id))));
  function askToReject(effectIds: readonly string[]) {
    setAsked(effectIds);
    openDialog(REJECT);
  }
  /** Where no way leads back it is asked once more, however it was begun: by a card's own button, for several at once, or by a key. */
  function askToApprove(those: readonly Proposal[]) {
    const effectIds = those.map(({ effectId }) => effectId);
    if (noWayBack(those).length === 0) void approve(effectIds);
    else if (!pending) {
      setAsked(effectIds);
      openDialog(APPROVE);
    }
  }
  const askedAbout = proposals.filter(({ effectId }) => asked.includes(effectId));
  const nameOf = (effectId: string | undefined): string => proposals.find((one) => one.effectId === effectId)?.caseName ?? "it";
  const toggle = (effectId: string) =>
    setChosen(chosen.has(effectId) ? new Set([...chosen].filter((id) => id !== effectId)) : new Set([...chosen, effectId]));

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [popover]") !== null;
      if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
      const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
      if (step !== 0) {
        const next = Math.max(0, Math.min(proposals.length - 1, at + step));
        setAt(next);
        list.current?.querySelectorAll<HTMLElement>("[data-proposal]")[next]?.focus();
      } else if (event.key === "x" && proposals[at]) toggle(proposals[at].effectId);
      else if (event.key === "a" && mayApprove) askToApprove(meant);
      else if (event.key === "r" && mayApprove) askToReject(ids);
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  return (
    <>
      <div className="sticky top-0 z-10 mb-3 flex flex-wrap items-center gap-2.5 border-b border-line bg-paper py-2">
        <label className="flex min-h-9 items-center gap-2 max-sm:min-h-11">
          <input
            type="checkbox"
            className="size-5 accent-accent"
            checked={present.length === proposals.length}
            onChange={({ target }) => setChosen(new Set(target.checked ? proposals.map(({ effectId }) => effectId) : []))}
          />
          All {proposals.length}
        </label>
        {mayApprove && (
          // Without a choice they act on the outlined card, which j and k move: on a phone, without those keys, each card has its own.
          <div className={classNames("flex flex-wrap gap-2.5", present.length === 0 && "max-sm:hidden")}>
            <Button variant="primary" pending={pending} onClick={() => askToApprove(meant)}>
              {present.length > 0 ? `Approve ${present.length}` : "Approve the outlined one"}
            </Button>
            <Button onClick={() => askToReject(ids)}>{present.length > 0 ? `Reject ${present.length}` : "Reject the outlined one"}</Button>
            {present.length > 0 && noWayBack(present).length > 0 && (
              <p className="self-center text-sm text-warn">{noWayBackWords(present)}</p>
            )}
          </div>
        )}
        {!mayApprove && <p className="text-sm text-pretty text-soft">Your role sees these and does not answer them: {whoApproves} does.</p>}
        <p className={classNames("text-sm text-soft max-sm:hidden", !mayApprove && "hidden")}>
          <Kbd keys={["j"]} /> <Kbd keys={["k"]} /> move, <Kbd keys={["x"]} /> chooses, <Kbd keys={["a"]} /> approves, <Kbd keys={["r"]} />{" "}
          rejects
        </p>
      </div>
      <ul ref={list} aria-label="Waiting for approval" className="grid gap-3">
        {proposals.map((proposal, index) => (
          <ProposalCard
            key={proposal.effectId}
            proposal={proposal}
            current={index === at}
            chosen={chosen.has(proposal.effectId)}
            mayApprove={mayApprove}
            pending={pending}
            onFocus={() => setAt(index)}
            onToggle={() => toggle(proposal.effectId)}
            onApprove={() => askToApprove([proposal])}
            onReject={() => askToReject([proposal.effectId])}
          />
        ))}
      </ul>
      <ReasonDialog
        id={REJECT}
        title={asked.length === 1 ? `Reject ${nameOf(asked[0])}?` : `Reject ${asked.length} proposals?`}
        confirm="Reject"
        done="Rejected. Nothing was written."
        begin={async (client, reason) => {
          await client.automations.reject.mutate({ effectIds: [...asked], reason });
          unchoose(asked);
        }}
      >
        Nothing is written. A rejection counts as a disagreement: it weighs on whether the automation keeps its stage.
      </ReasonDialog>
      <ConfirmDialog
        id={APPROVE}
        title={asked.length === 1 ? `Approve ${nameOf(asked[0])}?` : `Approve ${asked.length} decisions?`}
        confirm={asked.length === 1 ? "Approve it" : `Approve ${asked.length}`}
        onConfirm={() => approve(asked)}
      >
        <p className="mb-2">{noWayBackWords(askedAbout)} Once it is done, it stands:</p>
        <ul className="max-h-60 list-disc overflow-y-auto ps-5">
          {noWayBack(askedAbout).map(({ effectId, outcomeTitle, caseName, does }) => (
            <li key={effectId}>
              {outcomeTitle}: {caseName}
              {askedAbout.length === 1 && does !== null && <>. {does}</>}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}

function ProposalCard({
  proposal,
  current,
  chosen,
  mayApprove,
  pending,
  onFocus,
  onToggle,
  onApprove,
  onReject,
}: {
  proposal: Proposal;
  current: boolean;
  chosen: boolean;
  mayApprove: boolean;
  pending: boolean;
  onFocus: () => void;
  onToggle: () => void;
  onApprove: () => void;
  onReject: () => void;
}) {
  const nameId = useId();
  const {
    caseName,
    title,
    does,
    undo,
    reason,
    brake,
    lacksMail,
    stop,
    riskMinor,
    currency,
    createdAt,
    expiresAt,
    automation,
    facts,
    definitions,
    decisionId,
  } = proposal;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- j and k move the focus here
    <li
      tabIndex={-1}
      data-proposal=""
      aria-labelledby={nameId}
      aria-current={current ? "true" : undefined}
      onFocus={onFocus}
      className={classNames(
        "rounded-lg border bg-panel px-4.5 py-3.5",
        current ? "border-accent" : "border-line",
        chosen && "bg-accent-soft",
      )}
    >
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <label className="grid size-6 place-items-center max-sm:size-11">
          <span className="sr-only">Choose {caseName}</span>
          <input type="checkbox" className="size-5 accent-accent" checked={chosen} onChange={onToggle} />
        </label>
        {/* On a phone the amount goes below, so that the reason has the width of the card. */}
        <div className="min-w-0 flex-1">
          <p id={nameId} className="font-medium wrap-anywhere">
            {proposal.outcomeTitle}: {caseName}
          </p>
          <p className="text-pretty">{reason}</p>
        </div>
        <p className="text-sm max-sm:basis-full">
          <span className="text-soft">at risk </span>
          <FigureValue
            figure={costFigure("Money at risk", riskMinor, currency, {
              ...proposal.atRisk,
              evidence: "recorded",
              asOf: createdAt,
            })}
          />
        </p>
      </div>
      {stop !== null && !stop.all && (
        <p className="mt-2 text-sm text-pretty text-warn">
          <StopWords stop={stop} name={automation} />
        </p>
      )}
      {lacksMail && (
        <p className="mt-2 text-pretty">
          <Badge tone="warn">no mail server</Badge>{" "}
          <span className="text-warn">
            This is a letter, and it cannot leave before whoever runs Slipstream here has set a mail server. Approved now, it fails and has
            to be tried again.
          </span>
        </p>
      )}
      {brake !== null && (
        <p className="mt-2">
          <Badge tone="warn">held back</Badge> <span className="text-warn">{brake}</span>
        </p>
      )}
      <p className="mt-2 text-sm text-pretty text-soft">
        {title}. {does} {UNDO_WORDS[undo]} Proposed by {automation}, <DateTime at={createdAt} />
        {expiresAt !== null && (
          <>
            , waits until <DateTime at={expiresAt} full />
          </>
        )}
        .
      </p>
      {proposal.alters.length > 0 && (
        <div className="mt-2 rounded-md border border-line px-3 py-2">
          <Alterations alters={proposal.alters} asOf={createdAt} label={`What is written: ${caseName}`} />
        </div>
      )}
      <details className="mt-2">
        <summary className="min-h-6 cursor-pointer text-sm">What was known</summary>
        <div className="mt-2">
          <FactsKnown facts={facts} definitions={definitions} />
        </div>
      </details>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {mayApprove && (
          <>
            <Button size="small" pending={pending} aria-label={`Approve ${caseName}`} onClick={onApprove}>
              Approve
            </Button>
            <Button size="small" aria-label={`Reject ${caseName}`} onClick={onReject}>
              Reject
            </Button>
          </>
        )}
        <Link href={`/automations/decision/${decisionId}`} className="inline-flex min-h-8 items-center text-sm">
          The decision
        </Link>
      </div>
    </li>
  );
}
