import { waitBeforeRetry } from "../automations/retry.ts";
import type { Delays } from "./bound.ts";
import { freeUnits, publicationOf, targetOf, type ChannelRule, type LedgerCount, type Publication } from "./target.ts";

const SECOND_MS = 1_000;
export const SWEEP_MS = 300 * SECOND_MS;
/** How old an answer of a vendor may be. */
export const STALE_MS = 60 * SECOND_MS;
const DECIDED_MS = 30 * SECOND_MS;
const TRIED_MS = 30 * SECOND_MS;
export const FAILURES = 3;
export const DELAYS: Delays = { seenMs: SWEEP_MS + STALE_MS, decidedMs: DECIDED_MS, triedMs: TRIED_MS, failures: FAILURES };

/** What others do: customers, the warehouse, somebody at a channel's own screen. `lagMs`: until the ledger hears of a sale. */
export type Happening = { atMs: number; item: number } & (
  | { what: "sale"; channel: number; units: number; lagMs: number }
  | { what: "receipt" | "damage" | "reserve"; units: number }
  | { what: "recount"; units: number }
  | { what: "set by hand"; channel: number; units: number }
);

/** What befalls notices and calls, drawn: one number 0..99 for each question that comes up. */
export type Luck = () => number;

export type Setting = {
  items: number;
  rules: readonly ChannelRule[];
  tolerance: number;
  happenings: readonly Happening[];
  luck: Luck;
  /** Whether the channel carries out a call with a key that it knows once more. Shopify does not. */
  repeatsKnownKeys?: boolean;
};

/** A quantity that one of our calls set, with what it rested on. */
export type Written = {
  atMs: number;
  item: number;
  channel: number;
  key: number;
  /** What the channel showed when it was written, and what the decision had seen. */
  replaced: number;
  seen: number;
  to: number;
  /** What the ledger's newest answer said was free when it was decided. */
  freeAtDecision: number;
  /** Units that were sold or lost since and that the ledger's answer did not tell of. */
  fellSince: number;
};

type Effect = Publication & {
  key: number;
  item: number;
  channel: number;
  free: number;
  tries: number;
  inDoubt: boolean;
  state: "waiting" | "over";
};

/** A shop with a ledger and channels, our copy of both, and what keeps them in step, on a clock that jumps from one thing to the next. */
export class Interleaving {
  nowMs = 0;
  readonly written: Written[] = [];
  /** When anything but our own doing last changed a count. */
  lastChangeMs = 0;
  private readonly due: { atMs: number; order: number; act: () => void }[] = [];
  private order = 0;
  private readonly ledger: { atMs: number; count: LedgerCount }[][];
  private readonly channels: { atMs: number; value: number }[][][];
  private readonly copy = new Map<string, { atMs: number; value: number | null }>();
  private readonly answered = new Set<number>();
  private readonly effects: Effect[] = [];
  private readonly onTheWay: number[];

  private readonly setting: Setting;

  constructor(setting: Setting) {
    this.setting = setting;
    const { items, rules, happenings } = setting;
    const list = <T>(of: number, one: () => T): T[] => Array.from({ length: of }, one);
    this.ledger = list(items, () => [{ atMs: 0, count: { onHand: 20, committed: 0, reserved: 0, damaged: 0 } }]);
    this.channels = list(items, () => list(rules.length, () => [{ atMs: 0, value: 0 }]));
    this.onTheWay = list(items, () => 0);
    for (const happening of happenings) this.at(happening.atMs, () => this.happen(happening));
    this.at(0, () => this.sweep());
  }

  /** Everything that is due up to a moment happens, in the order of its time. */
  runTo(untilMs: number): void {
    for (;;) {
      this.due.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
      const next = this.due[0];
      if (!next || next.atMs > untilMs) break;
      this.due.shift();
      this.nowMs = next.atMs;
      next.act();
    }
    this.nowMs = untilMs;
  }

  /** Every item-channel with what it shows and what the ledger asks for, by the truth. */
  standing(): { item: number; channel: number; shows: number; target: number }[] {
    return this.channels.flatMap((ofItem, item) =>
      ofItem.map((_, channel) => ({
        item,
        channel,
        shows: this.shown(item, channel),
        target: targetOf(freeUnits(this.counted(item)), this.setting.rules[channel]!) ?? 0,
      })),
    );
  }

  get underWay(): number {
    return this.effects.filter(({ state }) => state === "waiting").length;
  }

  private at(atMs: number, act: () => void): void {
    this.due.push({ atMs, order: (this.order += 1), act });
  }

  private counted = (item: number): LedgerCount => this.ledger[item]!.at(-1)!.count;
  private shown = (item: number, channel: number): number => this.channels[item]![channel]!.at(-1)!.value;

  private happen(happening: Happening): void {
    const { item, what } = happening;
    switch (what) {
      case "sale": {
        const sold = Math.min(happening.units, this.shown(item, happening.channel));
        if (sold === 0) return;
        this.onTheWay[item]! += sold;
        this.show(item, happening.channel, this.shown(item, happening.channel) - sold);
        this.at(this.nowMs + happening.lagMs, () => {
          this.onTheWay[item]! -= sold;
          this.count(item, { committed: (this.counted(item).committed ?? 0) + sold });
        });
        return;
      }
      case "receipt":
        return this.count(item, { onHand: (this.counted(item).onHand ?? 0) + happening.units });
      case "recount":
        return this.count(item, { onHand: happening.units });
      case "damage":
        return this.count(item, { damaged: (this.counted(item).damaged ?? 0) + happening.units });
      case "reserve":
        return this.count(item, { reserved: (this.counted(item).reserved ?? 0) + happening.units });
      case "set by hand":
        return this.show(item, happening.channel, happening.units);
    }
  }

  private count(item: number, change: Partial<LedgerCount>): void {
    this.lastChangeMs = this.nowMs;
    this.ledger[item]!.push({ atMs: this.nowMs, count: { ...this.counted(item), ...change } });
    this.tell(`ledger ${item}`, freeUnits(this.counted(item)));
  }

  private show(item: number, channel: number, value: number): void {
    this.lastChangeMs = this.nowMs;
    this.change(item, channel, value);
  }

  private change(item: number, channel: number, value: number): void {
    this.channels[item]![channel]!.push({ atMs: this.nowMs, value });
    this.tell(`channel ${item} ${channel}`, value);
  }

  /** A notice of a change: lost, once or twice, and after any time, so that they come in any order. */
  private tell(what: string, value: number | null): void {
    const changedMs = this.nowMs;
    const copies = [0, 1, 1, 2][this.setting.luck() % 4]!;
    for (let n = 0; n < copies; n += 1)
      this.at(changedMs + this.setting.luck() * 20 * SECOND_MS, () => this.land(what, { atMs: changedMs, value }));
  }

  /** Our copy keeps what is newest by the vendor's own time. */
  private land(what: string, told: { atMs: number; value: number | null }): void {
    if (told.atMs < (this.copy.get(what)?.atMs ?? -1)) return;
    this.copy.set(what, told);
    this.at(this.nowMs + DECIDED_MS, () => this.decide());
  }

  /** Reads everything anew; an answer may be as old as STALE_MS and does not say so. */
  private sweep(): void {
    const asOf = <T extends { atMs: number }>(history: readonly T[]): T => {
      const readMs = this.nowMs - (this.setting.luck() * STALE_MS) / 100;
      return history.findLast(({ atMs }) => atMs <= readMs) ?? history[0]!;
    };
    for (let item = 0; item < this.setting.items; item += 1) {
      this.land(`ledger ${item}`, { atMs: this.nowMs, value: freeUnits(asOf(this.ledger[item]!).count) });
      for (const [channel, history] of this.channels[item]!.entries())
        this.land(`channel ${item} ${channel}`, { atMs: this.nowMs, value: asOf(history).value });
    }
    this.at(this.nowMs + SWEEP_MS, () => this.sweep());
  }

  private decide(): void {
    for (let item = 0; item < this.setting.items; item += 1)
      for (const [channel, rule] of this.setting.rules.entries()) {
        const free = this.copy.get(`ledger ${item}`)?.value ?? null;
        const quantity = this.copy.get(`channel ${item} ${channel}`)?.value ?? null;
        const wanted = publicationOf({ free, quantity }, rule, this.setting.tolerance);
        const own = this.effects.filter((effect) => effect.state === "waiting" && effect.item === item && effect.channel === channel);
        if (free === null || wanted === null || own.some(({ from, to }) => from === wanted.from && to === wanted.to)) continue;
        // What was proposed on older counts is dropped; what may have been carried out has to be found out.
        for (const older of own) if (!older.inDoubt) older.state = "over";
        const effect: Effect = { ...wanted, key: this.effects.length, item, channel, free, tries: 0, inDoubt: false, state: "waiting" };
        this.effects.push(effect);
        this.attempt(effect);
      }
  }

  /** Looks, acts only on what the decision saw, and after a doubt looks again. */
  private attempt(effect: Effect): void {
    if (effect.state === "over") return;
    effect.tries += 1;
    const { item, channel, from, to } = effect;
    const fails = effect.tries <= FAILURES;
    const look = this.setting.luck();
    if (fails && look < 25) return this.again(effect);
    const now = this.shown(item, channel);
    if (now === to || now !== from) {
      effect.state = "over";
      return;
    }
    const fate = this.setting.luck();
    effect.inDoubt = true;
    const reachesMs = this.nowMs + (this.setting.luck() * TRIED_MS) / 200;
    if (fails && fate < 25) return this.again(effect); // Never arrived, which nobody knows.
    this.at(reachesMs, () => this.carryOut(effect));
    if (fate >= 75) this.at(reachesMs + this.setting.luck() * 10 * SECOND_MS, () => this.carryOut(effect)); // Doubled on the way.
    if (fails && fate < 50) return this.again(effect); // Done, and the answer lost.
    this.at(this.nowMs + TRIED_MS, () => (effect.state = "over"));
  }

  private again(effect: Effect): void {
    this.at(this.nowMs + TRIED_MS + (waitBeforeRetry("outage", effect.tries) ?? 0), () => this.attempt(effect));
  }

  /** The channel's side: each key is answered once, and the quantity set only while it is what the caller expects. */
  private carryOut({ key, item, channel, from, to, free }: Effect): void {
    if (this.answered.has(key) && this.setting.repeatsKnownKeys !== true) return;
    this.answered.add(key);
    const replaced = this.shown(item, channel);
    if (replaced !== from) return;
    const fellSince = Math.max(0, free - ((freeUnits(this.counted(item)) ?? 0) - this.onTheWay[item]!));
    this.written.push({ atMs: this.nowMs, item, channel, key, replaced, seen: from, to, freeAtDecision: free, fellSince });
    this.change(item, channel, to);
  }
}
