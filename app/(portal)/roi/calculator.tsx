"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { Hours } from "#app/ui/figure/hours.tsx";
import { Money } from "#app/ui/figure/money.tsx";
import { priceOfTask } from "#server/domain/roi/calculator.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import type { Provenance, ProvenanceInput, Unit } from "#server/domain/provenance.ts";

type CalculatorProps = { currency: string; rateMinorPerHour: number; daysPerYear: number; today: string; mayManage: boolean };

/** Fields in the order in which people know them; `most` keeps typing errors out of the answer. */
const FIELDS = [
  { name: "timesPerDay", label: "Orders a day that somebody handles", most: 1_000_000 },
  { name: "minutesEach", label: "Minutes each", most: 1440 },
  { name: "rate", label: "Cost of an hour, fully loaded", most: 1_000_000 },
  { name: "daysPerYear", label: "Working days a year", most: 366 },
] as const;
type FieldName = (typeof FIELDS)[number]["name"];

/** The plain calculator: four numbers, the price of a year, and a case from them. It needs no data. */
export function Calculator({ currency, rateMinorPerHour, daysPerYear, today, mayManage }: CalculatorProps) {
  const router = useRouter();
  const scale = 10 ** minorDigits(currency);
  const [typed, setTyped] = useState<Record<FieldName, string>>({
    timesPerDay: "36",
    minutesEach: "5",
    rate: String(rateMinorPerHour / scale),
    daysPerYear: String(daysPerYear),
  });
  const [title, setTitle] = useState("Order exceptions");
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  const numbers = FIELDS.map(({ name, most }) => numberIn(typed[name], most));
  const [timesPerDay, minutesEach, rate, days] = numbers;
  const task =
    timesPerDay == null || minutesEach == null || rate == null || days == null || days < 1
      ? null
      : { timesPerDay, minutesEach, daysPerYear: Math.round(days), rateMinorPerHour: Math.round(rate * scale) };
  const price = task && priceOfTask(task);

  const provenance = (formula: string): Provenance => {
    const input = (name: string, value: number | null, unit: Unit): ProvenanceInput => ({
      name,
      value,
      unit,
      range: null,
      evidence: "assumed",
      source: { kind: "entry", by: "you", at: today, note: "In the calculator" },
      explanation: null,
    });
    return {
      formula,
      evidence: "assumed",
      inputs: [
        input("Times a day", task?.timesPerDay ?? null, { kind: "count", of: "times" }),
        input("Minutes each", task?.minutesEach ?? null, { kind: "minutes" }),
        input("Working days a year", task?.daysPerYear ?? null, { kind: "days" }),
        input("Loaded rate", task?.rateMinorPerHour ?? null, { kind: "moneyPerHour", currency }),
      ],
      asOf: today,
    };
  };

  async function make() {
    if (!task) return;
    setPending(true);
    const problem = await sendOrSay(async (client) => {
      const name = title.trim() || "By hand";
      const made = await client.roi.create.mutate({ name, start: { kind: "by hand", task: { title: name, ...task } } });
      router.push(`/roi/${made.scenarioId}`);
    });
    setWrong(problem ?? null);
    if (problem) setPending(false);
  }

  return (
    <section aria-label="Plain calculator" className="rounded-lg border border-line bg-panel px-4.5 py-4">
      <h2 className="text-lg font-semibold">What does one task cost?</h2>
      <p className="mt-0.5 text-sm text-soft">Four numbers, nothing connected.</p>
      <div className="mt-3 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {FIELDS.map(({ name, label }, index) => (
          <div key={name} className="flex flex-col justify-end">
            <label htmlFor={`calculator-${name}`} className="text-sm text-soft">
              {label}
            </label>
            <span className="mt-1 flex items-center gap-2">
              {name === "rate" && <span className="text-soft">{currency}</span>}
              <input
                id={`calculator-${name}`}
                type="number"
                inputMode="decimal"
                min={0}
                step="any"
                className="control tabular-nums"
                value={typed[name]}
                aria-invalid={numbers[index] === null || undefined}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            </span>
          </div>
        ))}
      </div>
      <output className="mt-4 block text-xl">
        {price ? (
          <>
            <span className="font-semibold text-accent">
              <Money
                label="Cost of the task a year"
                amountMinor={price.costMinorPerYear}
                currency={currency}
                provenance={provenance("Times a day x minutes each / 60 x working days a year x loaded rate")}
                suffix="a year"
              />
            </span>{" "}
            <span className="text-base text-soft">
              for{" "}
              <Hours
                label="Hours a week"
                hours={price.hoursPerWeek}
                provenance={provenance("Times a day x minutes each / 60 x 5 days")}
                suffix="a week"
              />{" "}
              by hand.
            </span>
          </>
        ) : (
          <span className="text-base text-soft">{howToFill(typed)}</span>
        )}
      </output>
      {mayManage && (
        <div className="mt-4 flex flex-wrap items-end gap-3 border-t border-line pt-4">
          <div className="min-w-0 flex-1 basis-60">
            <label htmlFor="calculator-title" className="text-sm text-soft">
              Name of the task
            </label>
            <input
              id="calculator-title"
              className="control mt-1"
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </div>
          <Button pending={pending} disabled={!task} onClick={() => void make()}>
            Make a case of it
          </Button>
          {wrong && (
            <p role="alert" className="w-full text-danger">
              {wrong}
            </p>
          )}
        </div>
      )}
    </section>
  );
}

/** A number from 0 to `most`; null for anything else. */
function numberIn(text: string, most: number): number | null {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) || value < 0 || value > most ? null : value;
}

/** What is missing for an answer: a number that is none, or the first one that is beyond what such a number can be. */
function howToFill(typed: Record<FieldName, string>): string {
  const beyond = FIELDS.find(({ name, most }) => Number(typed[name]) > most);
  if (beyond) return `${beyond.label}: at most ${beyond.most.toLocaleString("en-US")}.`;
  if (Number(typed.daysPerYear) < 1) return "Working days a year: at least 1.";
  return "Enter four numbers, 0 or more.";
}
