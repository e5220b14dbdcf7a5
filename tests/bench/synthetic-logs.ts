import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { seededRandom } from "#server/domain/effort/random.ts";

type Shape = "lognormal" | "pareto" | "mixture" | "instant";
/** One activity: mean minutes, spread (sigma of the logarithm), share of items left open for hours or days, shape of the durations. */
type Work = { mean: number; sigma: number; leftOpen: number; shape: Shape };
type Plan = {
  name: string;
  cases: number;
  people: number;
  work: Work[];
  /** Spread of a factor that a whole case shares. */
  caseSigma: number;
  /** Share of items begun while others are under way: their gaps say nothing. */
  sideBySide: number;
  minutesBetweenCases: number;
  /** Work that is not done at closing time rests until the next shift, with its clock running. */
  restsOvernight?: boolean;
  meanWaitMinutes: number;
  seed: number;
};

const work = (mean: number, sigma: number, leftOpen = 0, shape: Shape = "lognormal"): Work => ({ mean, sigma, leftOpen, shape });

const PLANS: Plan[] = [
  {
    name: "heavy lognormal tails",
    cases: 800,
    people: 15,
    work: [work(5, 1), work(20, 1.5), work(60, 1.5), work(10, 1.2), work(3, 0.7)],
    caseSigma: 0.3,
    sideBySide: 0.1,
    minutesBetweenCases: 12,
    meanWaitMinutes: 60,
    seed: 11,
  },
  {
    name: "a few left open",
    cases: 1200,
    people: 10,
    work: [work(6, 0.8, 0.004), work(14, 1, 0.006), work(4, 0.6, 0.003), work(18, 1.1, 0.004), work(10, 1.1, 0.004)],
    caseSigma: 0.2,
    sideBySide: 0.2,
    minutesBetweenCases: 10,
    meanWaitMinutes: 120,
    seed: 17,
  },
  {
    name: "many left open",
    cases: 900,
    people: 10,
    work: [work(4, 0.8, 0.02), work(8, 0.9, 0.03), work(2, 0.6, 0.01), work(12, 1, 0.02)],
    caseSigma: 0.2,
    sideBySide: 0.2,
    minutesBetweenCases: 8,
    meanWaitMinutes: 120,
    seed: 12,
  },
  {
    name: "Pareto tails",
    cases: 700,
    people: 12,
    work: [work(10, 2, 0, "pareto"), work(30, 2, 0.005, "pareto"), work(15, 3, 0.005, "pareto")],
    caseSigma: 0.2,
    sideBySide: 0.3,
    minutesBetweenCases: 12,
    meanWaitMinutes: 30,
    seed: 13,
  },
  {
    name: "everything side by side",
    cases: 700,
    people: 8,
    work: [work(15, 1.3, 0.01), work(6, 1.3, 0.01), work(40, 1.3, 0.01), work(3, 1), work(20, 1.2)],
    caseSigma: 0.5,
    sideBySide: 1,
    minutesBetweenCases: 10,
    meanWaitMinutes: 200,
    seed: 14,
  },
  {
    name: "short or long",
    cases: 900,
    people: 14,
    work: [work(10, 1, 0, "mixture"), work(25, 1, 0, "mixture"), work(5, 1, 0, "mixture"), work(40, 1, 0.01, "mixture")],
    caseSigma: 0.3,
    sideBySide: 0.15,
    minutesBetweenCases: 12,
    meanWaitMinutes: 40,
    seed: 15,
  },
  {
    name: "idle desks",
    cases: 400,
    people: 12,
    work: [work(10, 1.5), work(20, 1.5), work(30, 1.2, 0.01), work(12, 1.8)],
    caseSigma: 0.4,
    sideBySide: 0,
    minutesBetweenCases: 90,
    meanWaitMinutes: 5,
    seed: 16,
  },
  {
    name: "mostly instant",
    cases: 900,
    people: 12,
    work: [
      work(2, 1.2, 0, "instant"),
      work(4, 1.2, 0.004, "instant"),
      work(1, 1, 0.002, "instant"),
      work(8, 1),
      work(3, 1.3, 0, "instant"),
      work(6, 1.3, 0.004, "instant"),
    ],
    caseSigma: 0.2,
    sideBySide: 0.1,
    minutesBetweenCases: 10,
    meanWaitMinutes: 60,
    seed: 18,
  },
  {
    name: "rests overnight",
    cases: 900,
    people: 12,
    work: [work(12, 0.6), work(25, 0.8), work(8, 0.5), work(40, 0.7), work(15, 0.8), work(6, 0.7)],
    caseSigma: 0.2,
    sideBySide: 0,
    minutesBetweenCases: 14,
    meanWaitMinutes: 45,
    restsOvernight: true,
    seed: 19,
  },
];

/** Logs with known durations: people with shifts work through cases; see each plan's name. The estimator's constants were chosen looking at them. */
export function syntheticLogs(): { name: string; events: OpsEvent[] }[] {
  return PLANS.map((plan) => ({ name: plan.name, events: simulate(plan) }));
}

type Job = { at: number; number: number; step: number; factor: number };

function simulate(plan: Plan): OpsEvent[] {
  const random = seededRandom(plan.seed);
  const free = Array.from({ length: plan.people }, () => 0);
  const queue: Job[] = [];
  let arrival = 9 * 60;
  for (let number = 0; number < plan.cases; number += 1) {
    arrival += exponential(random) * plan.minutesBetweenCases;
    queue.push({ at: arrival, number, step: 0, factor: Math.exp(plan.caseSigma * normal(random)) });
  }
  const events: OpsEvent[] = [];
  while (queue.length > 0) {
    const job = queue.shift()!;
    const activity = plan.work[job.step]!;
    const minutes = Math.min(6000, duration(activity, random) * job.factor);
    const person = Math.floor(random() * plan.people);
    const ready = inShift(job.at + (random() < 0.5 ? exponential(random) * plan.meanWaitMinutes : 0));
    const alongside = random() < plan.sideBySide;
    const start = alongside ? ready : inShift(Math.max(ready, free[person]!));
    const done = plan.restsOvernight ? restingOvernight(start, minutes) : start + minutes;
    if (!alongside) free[person] = done;
    const end = done + (random() < activity.leftOpen ? exponential(random) * 2000 : 0);
    events.push({
      eventId: `e${events.length}`,
      caseId: `case ${job.number}`,
      activity: `activity ${job.step}`,
      actor: `person ${person}`,
      actorKind: "person",
      startedAtMs: Math.round(start * 60_000),
      endedAtMs: Math.round(end * 60_000),
    });
    const step = job.step + 1 < plan.work.length && random() < 0.93 ? job.step + 1 : random() < 0.1 && job.step > 0 ? job.step - 1 : -1;
    if (step >= 0) insertByTime(queue, { ...job, at: end, step });
  }
  return events;
}

function insertByTime(queue: Job[], job: Job): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (queue[middle]!.at <= job.at) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, job);
}

/** Minutes since a Monday midnight, moved to the next moment between 9 and 17 on a weekday. */
function inShift(minute: number): number {
  let at = minute;
  for (;;) {
    const day = Math.floor(at / 1440);
    const ofDay = at - day * 1440;
    if (day % 7 < 5 && ofDay >= 540 && ofDay < 1020) return at;
    at = ofDay < 540 && day % 7 < 5 ? day * 1440 + 540 : (day + 1) * 1440 + 540;
  }
}

/** When work of so many minutes is done if nobody works after 17. */
function restingOvernight(start: number, minutes: number): number {
  let at = start;
  let rest = minutes;
  for (;;) {
    const closing = Math.floor(at / 1440) * 1440 + 1020;
    if (rest <= closing - at) return at + rest;
    rest -= closing - at;
    at = inShift(closing);
  }
}

const exponential = (random: () => number) => -Math.log(1 - random());
const normal = (random: () => number) => Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random());

function duration({ mean, sigma, shape }: Work, random: () => number): number {
  if (shape === "lognormal") return mean * Math.exp(sigma * normal(random) - (sigma * sigma) / 2);
  if (shape === "pareto") return mean * 0.25 * (1 - random()) ** (-1 / (1 + 1 / (sigma * 2)));
  if (shape === "instant") return random() < 0.9 ? 0 : 10 * mean * Math.exp(sigma * normal(random) - (sigma * sigma) / 2);
  return (random() < 0.85 ? mean * 0.2 : mean * 4) * Math.exp(0.4 * normal(random));
}
