import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { seededRandom } from "#server/domain/effort/random.ts";

type Shape = "lognormal" | "two modes" | "constant";
/** One activity: median minutes, spread (sigma of the logarithm), shape of its durations, share of items left open. */
export type Step = {
  median: number;
  sigma: number;
  shape: Shape;
  leftOpen: number;
  /** Share of items that take no time. */
  noTime?: number;
};
export type Plan = {
  name: string;
  seed: number;
  cases: number;
  people: number;
  steps: Step[];
  /** Share of the paid time that the work needs. */
  busy: number;
  /** When an item left open is closed: when the next shift begins, at a later moment of a shift, or at any hour. */
  closing?: "night" | "later" | "any";
  openHours?: number;
  /** Share of items done while others are under way. */
  sideBySide?: number;
  /** Share of items that wait for the next of six fixed times of the day. */
  inBatches?: number;
  /** Minutes of the day; office hours without it. */
  shift?: [from: number, to: number];
  /** Spread of a factor that a whole case shares, and of one that a person has. */
  caseSigma?: number;
  personSigma?: number;
  /** Share of items that wait for anything before the next step: 0.4 without it. */
  waiting?: number;
  /** Share of items done by somebody who does no other, such as a customer or a student. */
  oneActorEach?: number;
  /** Share of items recorded under an account that everybody uses. */
  sharedAccount?: number;
};

const step = (median: number, sigma: number, rest: Partial<Step> = {}): Step => ({
  median,
  sigma,
  shape: "lognormal",
  leftOpen: 0,
  ...rest,
});

const TUNED: Plan[] = [
  {
    name: "call centre sigma 1.3",
    seed: 101,
    cases: 900,
    people: 14,
    busy: 0.7,
    steps: [step(4, 1.3), step(9, 1.2), step(6, 1), step(14, 1.4)],
  },
  { name: "sigma 2", seed: 102, cases: 900, people: 12, busy: 0.5, steps: [step(3, 2), step(6, 1.8), step(2, 2), step(8, 1.6)] },
  {
    name: "open 2 % overnight",
    seed: 103,
    cases: 1000,
    people: 12,
    busy: 0.6,
    closing: "night",
    steps: [
      step(5, 0.9, { leftOpen: 0.02 }),
      step(8, 0.8, { leftOpen: 0.03 }),
      step(4, 0.7, { leftOpen: 0.015 }),
      step(12, 0.9, { leftOpen: 0.02 }),
      step(6, 1),
    ],
  },
  {
    name: "open 10 % later",
    seed: 104,
    cases: 800,
    people: 10,
    busy: 0.5,
    closing: "later",
    openHours: 10,
    steps: [
      step(5, 0.8, { leftOpen: 0.1 }),
      step(10, 0.8, { leftOpen: 0.12 }),
      step(3, 0.7, { leftOpen: 0.06 }),
      step(15, 0.9, { leftOpen: 0.1 }),
    ],
  },
  {
    name: "open 1 % later",
    seed: 105,
    cases: 1200,
    people: 12,
    busy: 0.6,
    closing: "later",
    openHours: 24,
    steps: [
      step(5, 0.8, { leftOpen: 0.01 }),
      step(10, 0.8, { leftOpen: 0.01 }),
      step(3, 0.7, { leftOpen: 0.006 }),
      step(15, 0.9, { leftOpen: 0.01 }),
      step(7, 1, { leftOpen: 0.01 }),
    ],
  },
  {
    name: "two modes",
    seed: 106,
    cases: 800,
    people: 12,
    busy: 0.6,
    steps: [step(6, 1, { shape: "two modes" }), step(12, 1, { shape: "two modes" }), step(3, 1, { shape: "two modes" }), step(9, 0.6)],
  },
  {
    name: "near constant",
    seed: 107,
    cases: 700,
    people: 8,
    busy: 0.6,
    caseSigma: 0.02,
    personSigma: 0.05,
    steps: [step(5, 0, { shape: "constant" }), step(20, 0, { shape: "constant" }), step(2, 0, { shape: "constant" })],
  },
  {
    name: "night shift",
    seed: 108,
    cases: 800,
    people: 10,
    busy: 0.6,
    shift: [16 * 60, 24 * 60],
    closing: "night",
    steps: [step(6, 1, { leftOpen: 0.01 }), step(14, 1.1, { leftOpen: 0.01 }), step(4, 0.8)],
  },
  {
    name: "batches",
    seed: 109,
    cases: 900,
    people: 10,
    busy: 0.5,
    inBatches: 0.7,
    steps: [step(3, 0.9), step(6, 1), step(10, 1.1), step(2, 0.8)],
  },
  {
    name: "juggling",
    seed: 110,
    cases: 900,
    people: 10,
    busy: 0.5,
    sideBySide: 0.6,
    steps: [step(6, 1.1, { leftOpen: 0.005 }), step(12, 1.2, { leftOpen: 0.005 }), step(4, 1), step(9, 1.2)],
    closing: "later",
  },
];

/** Drawn up together with those above, and looked at only after every choice was made. */
const HELD_OUT: Plan[] = [
  {
    name: "support desk sigma 1.2",
    seed: 901,
    cases: 1100,
    people: 18,
    busy: 0.65,
    steps: [step(3, 1.2), step(7, 1.1), step(11, 1.3), step(5, 1.2), step(16, 1)],
  },
  {
    name: "sigma 1.8",
    seed: 902,
    cases: 1000,
    people: 14,
    busy: 0.45,
    steps: [step(5, 1.8), step(4, 1.7), step(3, 1.9), step(7, 1.5), step(2, 1.8)],
  },
  {
    name: "open 4 % overnight",
    seed: 903,
    cases: 900,
    people: 10,
    busy: 0.55,
    closing: "night",
    steps: [
      step(6, 1, { leftOpen: 0.04 }),
      step(9, 0.9, { leftOpen: 0.05 }),
      step(3, 0.8, { leftOpen: 0.03 }),
      step(14, 0.9, { leftOpen: 0.04 }),
    ],
  },
  {
    name: "open 15 % for hours",
    seed: 904,
    cases: 700,
    people: 9,
    busy: 0.45,
    closing: "later",
    openHours: 6,
    steps: [
      step(6, 0.9, { leftOpen: 0.15 }),
      step(9, 0.8, { leftOpen: 0.1 }),
      step(4, 0.8, { leftOpen: 0.12 }),
      step(12, 1, { leftOpen: 0.15 }),
    ],
  },
  {
    name: "open 2 % any time",
    seed: 905,
    cases: 1100,
    people: 12,
    busy: 0.55,
    closing: "any",
    openHours: 30,
    steps: [
      step(5, 0.9, { leftOpen: 0.02 }),
      step(8, 0.9, { leftOpen: 0.02 }),
      step(4, 0.7, { leftOpen: 0.01 }),
      step(12, 1, { leftOpen: 0.02 }),
      step(6, 1, { leftOpen: 0.02 }),
    ],
  },
  {
    name: "two modes",
    seed: 906,
    cases: 900,
    people: 14,
    busy: 0.55,
    steps: [
      step(5, 1.2, { shape: "two modes" }),
      step(15, 0.8, { shape: "two modes" }),
      step(4, 1, { shape: "two modes" }),
      step(10, 0.7),
      step(7, 1, { shape: "two modes" }),
    ],
  },
  {
    name: "near constant",
    seed: 907,
    cases: 600,
    people: 7,
    busy: 0.7,
    caseSigma: 0.05,
    personSigma: 0.05,
    steps: [step(8, 0, { shape: "constant" }), step(15, 0, { shape: "constant" }), step(3, 0, { shape: "constant" }), step(4, 0.1)],
  },
  {
    name: "early shift",
    seed: 908,
    cases: 900,
    people: 11,
    busy: 0.6,
    shift: [4 * 60, 12 * 60],
    closing: "night",
    steps: [step(5, 1, { leftOpen: 0.008 }), step(11, 1.2, { leftOpen: 0.01 }), step(4, 0.9), step(9, 1)],
  },
  {
    name: "batches",
    seed: 909,
    cases: 1000,
    people: 9,
    busy: 0.55,
    inBatches: 0.9,
    steps: [step(4, 1), step(5, 1.1), step(8, 1), step(3, 0.9), step(12, 1.1)],
  },
  {
    name: "juggling",
    seed: 910,
    cases: 1000,
    people: 12,
    busy: 0.5,
    sideBySide: 0.4,
    closing: "later",
    openHours: 20,
    steps: [step(5, 1.2, { leftOpen: 0.004 }), step(10, 1.1, { leftOpen: 0.006 }), step(4, 1.1), step(8, 1.3), step(12, 1)],
  },
];

/** Logs with known durations of people who work from queues, one item at a time or several. */
export function officeLogs(which: "tuned" | "held out"): { name: string; events: OpsEvent[] }[] {
  return (which === "tuned" ? TUNED : HELD_OUT).map((plan) => ({ name: plan.name, events: simulate(plan) }));
}

type Chance = { random: () => number; exponential: () => number; normal: () => number };

function chance(seed: number): Chance {
  const random = seededRandom(seed);
  const exponential = () => -Math.log(1 - random());
  return { random, exponential, normal: () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * random()) };
}

type Job = { at: number; number: number; step: number; factor: number };

export function simulate(plan: Plan): OpsEvent[] {
  const draw = chance(plan.seed);
  const { random } = draw;
  const shift = plan.shift ?? [9 * 60, 17 * 60];
  const speeds = Array.from({ length: plan.people }, () => Math.exp((plan.personSigma ?? 0.2) * draw.normal()));
  const free = Array.from({ length: plan.people }, () => 0);
  const queue = arrivals(plan, shift, draw);
  const events: OpsEvent[] = [];
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const work = plan.steps[job.step]!;
    const person = freest(free, random);
    const noTime = work.noTime !== undefined && random() < work.noTime;
    const minutes = noTime ? 0 : Math.min(3000, Math.max(0.05, minutesOf(work, draw) * job.factor * speeds[person]!));
    const waits = random() < (plan.inBatches ?? 0);
    const ready = waits ? Math.ceil(job.at / BATCH_MINUTES) * BATCH_MINUTES : job.at;
    const alongside = random() < (plan.sideBySide ?? 0);
    const pause = random() < 0.3 ? draw.exponential() * 3 : 0.1;
    const begin = inShift(alongside ? ready : Math.max(ready, free[person]! + pause), shift);
    const { start, done } = overnight(begin, minutes, shift, draw);
    const away = alongside && random() < 0.5 ? draw.exponential() * minutes : 0;
    if (!alongside) free[person] = done;
    const end = random() < work.leftOpen ? closedAt(done + away, plan, shift, draw) : done + away;
    events.push({
      eventId: `e${events.length}`,
      caseId: `case ${job.number}`,
      activity: `activity ${job.step}`,
      actor: accountOf(person, events.length, plan, random),
      actorKind: "person",
      startedAtMs: Math.round(start * 60_000),
      endedAtMs: Math.round(end * 60_000),
    });
    const next = nextStep(job.step, random());
    const wait = random() < (plan.waiting ?? 0.4) ? draw.exponential() * 90 : 0;
    if (next >= 0 && next < plan.steps.length) insertByTime(queue, { ...job, at: end + wait, step: next });
  }
  return events;
}

/** Draws nothing where a plan has neither trait, so that the logs of plans without them stay as they were. */
function accountOf(person: number, item: number, { oneActorEach, sharedAccount }: Plan, random: () => number): string {
  if (oneActorEach !== undefined && random() < oneActorEach) return `customer ${item}`;
  return sharedAccount !== undefined && random() < sharedAccount ? "everybody" : `person ${person}`;
}

const BATCH_MINUTES = 240;

function arrivals(plan: Plan, [from, to]: [number, number], { random, normal }: Chance): Job[] {
  const minutesOfCase = plan.steps.reduce((sum, { median, sigma }) => sum + median * Math.exp((sigma * sigma) / 2), 0);
  const casesADay = Math.max(1, (plan.busy * plan.people * (to - from)) / minutesOfCase);
  const jobs = Array.from({ length: plan.cases }, (_, number): Job => {
    const workday = Math.floor(number / casesADay);
    const day = Math.floor(workday / 5) * 7 + (workday % 5);
    return { at: day * 1440 + from + random() * (to - from), number, step: 0, factor: Math.exp((plan.caseSigma ?? 0.3) * normal()) };
  });
  return jobs.sort((a, b) => a.at - b.at);
}

/** Of three people asked, the one who is free first. */
function freest(free: readonly number[], random: () => number): number {
  const ask = () => Math.floor(random() * free.length);
  return [ask(), ask()].reduce((best, other) => (free[other]! < free[best]! ? other : best), ask());
}

function minutesOf({ median, sigma, shape }: Step, { random, normal }: Chance): number {
  if (shape === "constant") return median * (1 + 0.05 * normal());
  if (shape === "two modes") return median * (random() < 0.8 ? 0.4 : 5) * Math.exp(0.3 * sigma * normal());
  return median * Math.exp(sigma * normal());
}

/** Minutes since a Monday midnight, moved to the next moment of a shift on a weekday. */
function inShift(minute: number, [from, to]: [number, number]): number {
  let at = minute;
  for (;;) {
    const day = Math.floor(at / 1440);
    const ofDay = at - day * 1440;
    if (day % 7 < 5 && ofDay >= from && ofDay < to) return at;
    at = (ofDay < from ? day : day + 1) * 1440 + from;
  }
}

/** What does not end with the shift is left till the next, with its clock running, or is only begun then. */
function overnight(begin: number, minutes: number, shift: [number, number], { random }: Chance): { start: number; done: number } {
  const day = Math.floor(begin / 1440);
  const closing = day * 1440 + shift[1];
  if (begin + minutes <= closing) return { start: begin, done: begin + minutes };
  const next = inShift((day + 1) * 1440, shift);
  return random() < 0.5 ? { start: begin, done: next + begin + minutes - closing } : { start: next, done: next + minutes };
}

function closedAt(done: number, { closing, openHours = 24 }: Plan, shift: [number, number], { random, exponential }: Chance): number {
  if (closing === "night") return inShift((Math.floor(done / 1440) + 1) * 1440, shift) + exponential() * 10;
  const later = done + exponential() * openHours * 60;
  return closing === "later" ? inShift(later, shift) + random() * 60 : later;
}

function nextStep(current: number, random: number): number {
  if (random < 0.93) return current + 1;
  return random < 0.97 && current > 0 ? current - 1 : -1;
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
