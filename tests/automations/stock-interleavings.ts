import { isDeepStrictEqual } from "node:util";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { valuesOf } from "#server/domain/automations/case-history.ts";
import { waitBeforeRetry } from "#server/domain/automations/retry.ts";
import { decide } from "#server/domain/decisions/decide.ts";
import { effectMs } from "#server/domain/stock/bound.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { ActorKind, OpsEvent } from "#server/domain/event-log/event.ts";
import type { ActionCall, PlannedEffect } from "#server/playbooks/define.ts";
import { inventorySync } from "#server/playbooks/inventory-sync/playbook.ts";

const SECOND_MS = 1_000;
export const SWEEP_MS = 300 * SECOND_MS;
const STALE_MS = 60 * SECOND_MS;
const DECIDED_MS = 30 * SECOND_MS;
const TRIED_MS = 30 * SECOND_MS;
const FAILURES = 3;
export const DELAYS = { seenMs: SWEEP_MS + STALE_MS, decidedMs: DECIDED_MS, triedMs: TRIED_MS, failures: FAILURES };
/** How often the app compares a channel with the ledger. */
const COMPARED_MS = 45 * SECOND_MS;
/**
 * The next difference of an item at a channel is found no sooner after the last was settled than that is seen and what was decided on it is
 * through: the level does not tell whose units are put aside, so units of the same number would be taken for those of the last.
 */
const NEXT_FOUND_MS = DELAYS.seenMs + DECIDED_MS + (effectMs(DELAYS) ?? 0);
export const FOUND_WITHIN_MS = COMPARED_MS + NEXT_FOUND_MS;
/** The longest that the warehouse counts here. */
export const COUNTED_MS = 300 * SECOND_MS;
const MOST_DECISIONS = 3; // As the engine has it: then people have to look.

export type Happening = { atMs: number } & (
  | { what: "sale" | "allot" | "raise by hand"; units: number }
  | { what: "decide"; as: "ledger" | "channel" | "recount" | "stop" }
);

const STATES = ["available", "safety_stock", "quality_control"] as const;
type State = (typeof STATES)[number];
function stateOf(value: unknown): State {
  const found = STATES.find((state) => state === value);
  if (!found) throw new Error(`the vendor knows no quantity "${String(value)}"`);
  return found;
}
type Difference = {
  id: string;
  unitsApart: number;
  direction: "above" | "below";
  ledgerQuantity: number;
  channelQuantity: number;
  countedQuantity: number | null;
  state: "found" | "recount_asked" | "recounted" | "settled" | "stopped";
  events: OpsEvent[];
  /** How often its units were taken out of what is put aside. */
  settled: number;
  leftToPeople: boolean;
};
/** A change that one of our calls made. */
export type Written = { key: string; kind: string; difference: Difference; before: Record<State, number>; after: Record<State, number> };

type Effect = PlannedEffect & {
  key: string;
  difference: Difference;
  fingerprint: string;
  tries: number;
  asked: ActionCall | null;
  state: "waiting" | "done" | "refused";
};
type Told = {
  atMs: number;
  level: Record<State, number>;
  differences: readonly { difference: Difference; state: Difference["state"]; counted: number | null; events: number }[];
};

const LEVEL = { id: "1:1", itemId: "item", sku: "SKU", locationId: "place", unitCost: null };

/**
 * One item on one channel: customers, an app that compares, planners and a warehouse; and the playbook's own functions, run as the engine runs
 * them, behind calls and answers that get lost, come twice and come late. The vendor answers each key once.
 */
export class ChannelOfItem {
  nowMs = 0;
  allotted = 20;
  private settledMs = Number.NEGATIVE_INFINITY;
  readonly counts: Record<State, number> = { available: 20, safety_stock: 0, quality_control: 0 };
  readonly differences: Difference[] = [];
  readonly written: Written[] = [];
  private readonly due: { atMs: number; order: number; act: () => void }[] = [];
  private order = 0;
  private readonly past: Told[] = [];
  private copy: Told;
  private readonly effects: Effect[] = [];
  private readonly answered = new Map<string, boolean>();
  private readonly luck: () => number;
  private readonly table: RuleTable;

  constructor({ happenings, luck, table }: { happenings: readonly Happening[]; luck: () => number; table: RuleTable }) {
    this.luck = luck;
    this.table = table;
    this.copy = this.asItIs();
    this.past.push(this.copy);
    for (const happening of happenings) this.at(happening.atMs, () => this.happen(happening));
    this.at(0, () => this.compare());
    this.at(0, () => this.sweep());
  }

  runTo(untilMs: number): void {
    for (;;) {
      this.due.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
      const next = this.due[0];
      if (!next || next.atMs > untilMs) break;
      this.due.shift();
      this.nowMs = next.atMs;
      next.act();
      this.past.push(this.asItIs());
    }
    this.nowMs = untilMs;
  }

  get open(): Difference | undefined {
    return this.differences.find(({ state }) => state !== "settled" && state !== "stopped");
  }
  get underWay(): number {
    return this.effects.filter(({ state }) => state === "waiting").length;
  }

  private at(atMs: number, act: () => void): void {
    this.due.push({ atMs, order: (this.order += 1), act });
  }
  private asItIs(): Told {
    const differences = this.differences.map((difference) => ({
      difference,
      state: difference.state,
      counted: difference.countedQuantity,
      events: difference.events.length,
    }));
    return { atMs: this.nowMs, level: { ...this.counts }, differences };
  }

  private happen(happening: Happening): void {
    const { open, counts } = this;
    if (happening.what === "decide") {
      const isOpen = open?.state === "found" || open?.state === "recounted";
      if (open && isOpen && counts.safety_stock >= open.unitsApart) this.person(open, happening.as);
    } else if (happening.what === "sale") {
      const sold = Math.min(happening.units, counts.available);
      counts.available -= sold;
      this.allotted -= sold;
    } else if (happening.what === "allot") this.allotted = happening.units;
    else counts.available += happening.units;
  }

  private person(open: Difference, as: "ledger" | "channel" | "recount" | "stop"): void {
    const { counts } = this;
    if (as === "stop" && counts.available === 0) return; // There is nothing to stop.
    if (as === "stop") {
      counts.safety_stock += counts.available;
      counts.available = 0;
      return this.settle(open, "stopped", "person");
    }
    counts.safety_stock -= open.unitsApart;
    if (as === "recount") {
      counts.quality_control += open.unitsApart;
      return this.sendToCount(open, "person");
    }
    if ((open.direction === "above") !== (as === "ledger")) counts.available += open.unitsApart;
    this.settle(open, "settled", "person");
  }

  private settle(difference: Difference, state: "settled" | "stopped", by: ActorKind): void {
    difference.state = state;
    difference.settled += 1;
    this.settledMs = this.nowMs;
    this.tell(difference, state === "settled" ? "adjust stock" : "stop selling", by);
  }

  private sendToCount(difference: Difference, by: ActorKind): void {
    difference.state = "recount_asked";
    this.tell(difference, "ask for recount", by);
    this.at(this.nowMs + (this.luck() / 100) * COUNTED_MS, () => {
      const units = Math.min(difference.unitsApart, this.counts.quality_control);
      this.counts.quality_control -= units;
      this.counts.safety_stock += units;
      const isLedger = this.luck() % 2 === 0;
      difference.state = "recounted";
      difference.countedQuantity = isLedger ? difference.ledgerQuantity : difference.channelQuantity;
      // Where the shelf proves the channel right, the ledger is corrected by as much.
      if (!isLedger) this.allotted += difference.channelQuantity - difference.ledgerQuantity;
      this.tell(difference, "recount", "supplier", { "counted as": isLedger ? "ledger" : "channel" });
    });
  }

  private tell(difference: Difference, activity: string, actorKind: ActorKind, attributes: Record<string, string> = {}): void {
    const eventId = `${difference.id} ${difference.events.length}`;
    difference.events.push({
      eventId,
      caseId: `sku:${difference.id}`,
      activity,
      actor: null,
      actorKind,
      startedAtMs: null,
      endedAtMs: this.nowMs,
      attributes,
    });
  }

  /** The app that compares: puts the units of a difference aside, and publishes anew where nothing is open. */
  private compare(): void {
    const { counts, allotted, open } = this;
    this.at(this.nowMs + COMPARED_MS, () => this.compare());
    if (this.nowMs < this.settledMs + NEXT_FOUND_MS) return;
    const target = Math.max(0, allotted);
    if (!open && counts.safety_stock + counts.quality_control > 0)
      Object.assign(counts, { available: target, safety_stock: 0, quality_control: 0 });
    else if (!open && counts.available !== target) {
      const [channelQuantity, unitsApart] = [counts.available, Math.abs(counts.available - target)];
      const direction = channelQuantity > target ? ("above" as const) : ("below" as const);
      if (direction === "above") counts.available = target;
      counts.safety_stock += unitsApart;
      const found: Difference = {
        id: `difference ${this.differences.length}`,
        unitsApart,
        direction,
        ledgerQuantity: target,
        channelQuantity,
        countedQuantity: null,
        state: "found",
        events: [],
        settled: 0,
        leftToPeople: false,
      };
      this.differences.push(found);
      this.tell(found, "find difference", "app", {
        "units apart": String(unitsApart),
        direction: `channel ${direction} ledger`,
        "ledger quantity": String(target),
        "channel quantity": String(channelQuantity),
      });
    }
  }

  /** Reads the level and the differences anew, each as old as it may be; a notice of a change would only make it sooner. */
  private sweep(): void {
    const asOf = (): Told => {
      const readMs = this.nowMs - (this.luck() * STALE_MS) / 100;
      return this.past.findLast(({ atMs }) => atMs <= readMs) ?? this.past[0]!;
    };
    this.copy = { ...asOf(), level: asOf().level };
    this.at(this.nowMs + DECIDED_MS, () => this.decide());
    const notice = this.luck() * 5 * SECOND_MS;
    if (notice < SWEEP_MS)
      this.at(this.nowMs + notice, () => {
        this.copy = this.luck() % 2 === 0 ? { ...this.copy, level: asOf().level } : { ...asOf(), level: this.copy.level };
        this.decide();
      });
    this.at(this.nowMs + SWEEP_MS, () => this.sweep());
  }

  private historyOf({ difference, state, counted, events }: Told["differences"][number]): CaseHistory {
    const { id, unitsApart, direction, ledgerQuantity, channelQuantity } = difference;
    const times = { foundAt: "2026-11-02T00:00:00Z", settledAt: null, stoppedAt: null };
    const place = { levelId: LEVEL.id, itemId: LEVEL.itemId, locationId: LEVEL.locationId, sku: LEVEL.sku, channel: "Store" };
    const content = { id, ...place, state, unitsApart, direction, ledgerQuantity, channelQuantity, countedQuantity: counted, ...times };
    return {
      caseId: `sku:${id}`,
      events: difference.events.slice(0, events),
      records: [{ model: "StockDifference", recordId: id, knownAtMs: 0, content }],
      related: [],
      linked: [{ by: LEVEL.id, recordId: LEVEL.id, content: this.levelOf(this.copy.level) }],
    };
  }
  private levelOf = (counts: Record<State, number>) => ({
    ...LEVEL,
    available: counts.available,
    safetyStock: counts.safety_stock,
    qualityControl: counts.quality_control,
  });

  /** As the engine decides on open cases: each occasion once, and anew where the record had changed. */
  private decide(): void {
    for (const told of this.copy.differences) {
      // What people have seen to themselves no longer waits; what may have been done is found out all the same.
      const isOver = told.state !== "found" && told.state !== "recounted";
      for (const effect of this.effects)
        if (isOver && effect.difference === told.difference && effect.state === "waiting" && effect.asked === null)
          effect.state = "refused";
      if (isOver) continue;
      const history = this.historyOf(told);
      const occasion = inventorySync.occasions(history, this.nowMs).at(-1);
      const facts = inventorySync.factsAt(history, this.nowMs + 1);
      if (!occasion || facts["situation"]?.value !== occasion.situation) continue;
      const before = this.effects.filter(({ key }) => key.startsWith(`${told.difference.id} ${occasion.key}#`));
      if (before.length > 0 && before.at(-1)!.state !== "refused") continue;
      const answer = decide(this.table, valuesOf(facts));
      if (answer.kind !== "row") throw new Error("the rules of this test decide everything");
      const plan = inventorySync.plan({ outcome: answer.row.outcome, reason: "", history, facts, choices: [] });
      if (plan === null) continue;
      if (before.length >= MOST_DECISIONS) {
        told.difference.leftToPeople = true;
        continue;
      }
      const effect: Effect = {
        ...plan.effects[0]!,
        key: `${told.difference.id} ${occasion.key}#${before.length}`,
        difference: told.difference,
        fingerprint: plan.fingerprint,
        tries: 0,
        asked: null,
        state: "waiting",
      };
      this.effects.push(effect);
      this.attempt(effect);
    }
  }

  /** As the engine carries out: a look, the act, and after a doubt a look again. */
  private attempt(effect: Effect): void {
    if (effect.state !== "waiting") return;
    effect.tries += 1;
    const mayFail = effect.tries <= FAILURES;
    if (mayFail && this.luck() < 25) return this.again(effect);
    const { subject, input, key, fingerprint: decided } = effect;
    const seen = this.levelOf(this.counts);
    const inDoubt = effect.asked !== null;
    const step = inventorySync.effects[effect.kind]!.prepare({ subject, input, seen, decided, key, left: null, inDoubt });
    const isAnother = step.step === "act" && inDoubt && !isDeepStrictEqual(effect.asked, step.call);
    if (step.step !== "act" || isAnother) {
      effect.state = step.step === "already done" ? "done" : "refused";
      return;
    }
    effect.asked = step.call;
    const fate = this.luck();
    if (mayFail && fate < 25) return this.again(effect);
    const reachesMs = this.nowMs + (this.luck() * TRIED_MS) / 200;
    this.at(reachesMs, () => {
      const isTaken = this.take(effect, step.call);
      if (!(mayFail && fate < 50)) effect.state = isTaken ? "done" : "refused";
    });
    if (fate >= 75) this.at(reachesMs + this.luck() * 20 * SECOND_MS, () => this.take(effect, step.call));
    if (mayFail && fate < 50) this.again(effect);
  }

  private again(effect: Effect): void {
    this.at(this.nowMs + TRIED_MS + (waitBeforeRetry("outage", effect.tries) ?? 0), () => this.attempt(effect));
  }

  /** The vendor's side: a key is answered once, and quantities change only from what the caller expects. */
  private take({ difference, kind }: Effect, { action, input }: ActionCall): boolean {
    const key = String(input["key"]);
    const known = this.answered.get(key);
    if (known !== undefined) return known;
    const before = { ...this.counts };
    const isTaken = action === "adjust-stock" ? this.adjust(input) : this.move(input);
    this.answered.set(key, isTaken);
    if (!isTaken) return false;
    this.written.push({ key, kind, difference, before, after: { ...this.counts } });
    if (kind === "send to recount") this.sendToCount(difference, "app");
    else this.settle(difference, kind === "stop selling" ? "stopped" : "settled", "app");
    return true;
  }

  private adjust(input: ActionCall["input"]): boolean {
    const state = stateOf(input["state"]);
    const [changeBy, expected] = [Number(input["changeBy"]), input["expectedQuantity"]];
    if ((expected !== null && this.counts[state] !== expected) || this.counts[state] + changeBy < 0) return false;
    this.counts[state] += changeBy;
    return true;
  }
  private move(input: ActionCall["input"]): boolean {
    const [from, to] = [stateOf(input["from"]), stateOf(input["to"])];
    const units = input["quantity"] === null ? this.counts[from] : Number(input["quantity"]);
    const isExpected = (state: State, quantity: unknown) => quantity === null || this.counts[state] === quantity;
    if (!isExpected(from, input["expectedQuantity"]) || !isExpected(to, input["expectedToQuantity"]) || this.counts[from] < units)
      return false;
    this.counts[from] -= units;
    this.counts[to] += units;
    return true;
  }
}
