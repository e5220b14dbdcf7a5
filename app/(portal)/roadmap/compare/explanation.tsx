"use client";
import { useEffect, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Skeleton } from "#app/ui/feedback/skeleton.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { useWorkspaceFormat } from "#app/ui/format/format-provider.tsx";
import { gapText } from "../certainty.tsx";
import type { Answer, Question } from "../explain-plan.ts";
import { SentenceFigures } from "../sentence-figures.tsx";
import { planAmount } from "#server/domain/rollout/figures.ts";
import { moneyWords } from "#server/domain/rollout/words.ts";

type Part<Name extends Answer["part"]> = Extract<Answer, { part: Name }>;

/** The first steps in words, the proof and its check, what decisions cost, and how wrong an estimate may be. Searched in this browser. */
export function Explanation({ question, asOf }: { question: Question; asOf: string }) {
  const { answers, stopped, stop } = useExplanation(question);
  const { locale } = useWorkspaceFormat();
  const proof = answers.find((answer): answer is Part<"proof"> => answer.part === "proof");
  const steps = answers.find((answer): answer is Part<"steps"> => answer.part === "steps");
  const overrides = answers.find((answer): answer is Part<"overrides"> => answer.part === "overrides")?.overrides ?? [];
  const ranges = answers.filter((answer): answer is Part<"range"> => answer.part === "range").map(({ range }) => range);
  const ended = stopped || answers.at(-1)?.part === "end";
  const { currency, items } = question.stored;
  const amount = (label: string, minor: number, formula: string) => planAmount(label, { currency }, { minor, formula, asOf });
  const titleOf = (id: string) => items.find((item) => item.id === id)?.title ?? id;

  return (
    <div className="grid gap-6" aria-busy={!ended}>
      <Card
        title="Why this first"
        detail="For the best order; a price is the difference to the best plan that does something else at that step."
      >
        {steps ? (
          <ol className="grid gap-4">
            {steps.steps.map((step) => (
              <li key={step.itemId}>
                <h3 className="font-medium">
                  {step.step}. {titleOf(step.itemId)}
                </h3>
                {step.sentences.map((sentence) => (
                  <p key={sentence} className="max-w-[80ch] text-pretty text-soft" suppressHydrationWarning>
                    <SentenceFigures
                      text={sentence}
                      currency={currency}
                      figureOf={(minor) => amount("Amount of the explanation", minor, AMOUNTS)}
                    />
                  </p>
                ))}
              </li>
            ))}
          </ol>
        ) : (
          <Waiting ended={ended} className="h-64" />
        )}
      </Card>
      <Card title="The proof" detail="The search was run again in this browser, and a separate small program checked its certificate.">
        {proof ? (
          <p>
            {proof.proven ? "Proven best. " : `Not proven best. ${gapText(proof)} `}
            {proof.refused === null ? "The certificate holds." : `The certificate was refused: ${proof.refused}.`}{" "}
            <span className="text-soft">
              {proof.states === 1 ? "1 set" : `${proof.states.toLocaleString(locale)} sets`} looked at in{" "}
              {Math.max(1, Math.round(proof.milliseconds))} ms.
            </span>
          </p>
        ) : (
          <Waiting ended={ended} className="h-6" />
        )}
      </Card>
      {overrides.length > 0 && (
        <Card title="What your decisions cost" detail="How much better the best plan would be without each of them, all others kept.">
          <ul className="list-disc ps-5">
            {overrides.map(({ itemId, kind, priceMinor, proven }) => (
              <li key={itemId} suppressHydrationWarning>
                {titleOf(itemId)}, {kind === "pin" ? "pinned" : "left out"}: {proven ? "" : "about "}
                <FigureValue
                  figure={amount(
                    "Price of a decision",
                    priceMinor,
                    "value of the best plan without the decision - value of the best plan with it",
                  )}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card
        title="How wrong an estimate may be"
        detail="The range of one estimate, all others kept, in which the first step stays the best one. Looked at from a tenth to ten times the estimate."
      >
        <ul className="list-disc ps-5">
          {ranges.map(({ itemId, estimate, current, low, high }) => {
            const show = (value: number) =>
              estimate === "effortDays" ? `${Math.round(value * 10) / 10} days` : `${moneyWords(currency, value)} a week`;
            const within =
              low === null && high === null
                ? "whatever it is"
                : `${low === null ? "up" : `from ${show(low)}`} ${high === null ? "upwards" : `to ${show(high)}`}`;
            return (
              <li key={`${itemId} ${estimate}`} suppressHydrationWarning>
                {titleOf(itemId)}:{" "}
                <SentenceFigures
                  text={`${estimate === "effortDays" ? "effort" : "value"} ${show(current)}; first step stays ${within}.`}
                  currency={currency}
                  figureOf={(minor) => amount("Value a week", minor, "the estimate, or the estimate x a factor between a tenth and ten")}
                />
              </li>
            );
          })}
        </ul>
        {!ended && (
          <div className="mt-2 flex items-center gap-3">
            <Skeleton className="h-5 w-48" />
            <Button size="small" variant="quiet" onClick={stop}>
              Stop searching
            </Button>
          </div>
        )}
        {stopped && <p className="text-soft">Stopped. Reload the page to go on.</p>}
      </Card>
    </div>
  );
}

const AMOUNTS =
  "of an item or a bundle: its value a week once live, and that by its build days; of another choice: value of the best plan - value of the best plan that begins with the other item at this step";

const Waiting = ({ ended, className }: { ended: boolean; className: string }) =>
  ended ? <p className="text-soft">Not searched.</p> : <Skeleton className={className} />;

function useExplanation(question: Question) {
  const [answers, setAnswers] = useState<Answer[]>([]);
  const [stopped, setStopped] = useState(false);
  useEffect(() => {
    if (stopped) return undefined;
    const worker = new Worker(new URL("../explain-worker.ts", import.meta.url), { type: "module" });
    const told: Answer[] = [];
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      told.push(data);
      setAnswers([...told]);
    });
    worker.addEventListener("error", () => setStopped(true));
    worker.postMessage(question, { transfer: [] });
    return () => worker.terminate();
  }, [question, stopped]);
  return { answers, stopped, stop: () => setStopped(true) };
}
