import { wilsonLower } from "../decisions/wilson.ts";
import type { Gate } from "./settings.ts";

/** A decision that people answered: with what they did themselves, or by approving or rejecting it. */
export type Answered = { agreed: boolean; severe: boolean; costMinor: number };

/** Agreement with its 95 % bound, and what wrong decisions cost. Shares are 0..1; null where nothing was answered. */
export type Agreement = {
  n: number;
  agreed: number;
  share: number | null;
  /** One-sided 95 % Wilson bound. */
  lower: number;
  upper: number | null;
  severe: number;
  lossPerThousandMinor: number | null;
};

export function agreementOf(answers: readonly Answered[]): Agreement {
  const n = answers.length;
  const agreed = answers.filter((answer) => answer.agreed).length;
  const cost = answers.reduce((sum, { costMinor }) => sum + costMinor, 0);
  return {
    n,
    agreed,
    share: n === 0 ? null : agreed / n,
    lower: wilsonLower(agreed, n),
    // The bound from above is that of the disagreements from below.
    upper: n === 0 ? null : 1 - wilsonLower(n - agreed, n),
    severe: answers.filter(({ severe }) => severe).length,
    lossPerThousandMinor: n === 0 ? null : Math.round((cost / n) * 1000),
  };
}

/** One condition of a gate with its present value. `value` null: not known yet, so it does not hold. */
export type GateCondition = { what: "agreement" | "answers" | "loss"; value: number | null; limit: number; holds: boolean };

/** Whether a gate holds: agreement by its lower bound, enough answers, and an expected loss within the budget. */
export function gateConditions(gate: Gate, agreement: Agreement): GateCondition[] {
  const { n, lower, lossPerThousandMinor: loss } = agreement;
  return [
    { what: "agreement", value: n === 0 ? null : lower, limit: gate.agreementLower, holds: n > 0 && lower >= gate.agreementLower },
    { what: "answers", value: n, limit: gate.fewest, holds: n >= gate.fewest },
    { what: "loss", value: loss, limit: gate.lossPerThousandMinor, holds: loss !== null && loss <= gate.lossPerThousandMinor },
  ];
}

export const gateHolds = (conditions: readonly GateCondition[]): boolean => conditions.every(({ holds }) => holds);
