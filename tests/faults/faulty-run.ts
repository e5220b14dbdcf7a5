import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { insertConnection } from "#db/queries/connections.ts";
import { insertDecision } from "#db/queries/decisions.ts";
import { insertEffect } from "#db/queries/effects.ts";
import { MOST_ACTS_ON_CASE } from "#server/domain/automations/brake.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { fingerprint as ticketFingerprint } from "#server/playbooks/ticket-routing/effects.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import { runUndo } from "#server/services/automations/undo-effects.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { mortalWorker } from "#tests/automations/mortal-worker.ts";
import type { FaultCounts } from "./fault-counts.ts";
import type { FaultWorld } from "./fault-world.ts";
import { READ_FAULTS, WRITE_FAULTS, type VendorFault } from "./small-vendor.ts";

const STEPS = 12;
const TAG = "waiting-for-stock";
const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];
const LOAN_IS_OVER_MS = 4 * MINUTE_MS;
const KILL_HOLDS_WITHIN_MS = 5_000; // reliability.md, fault 38
const TIGHT_CALLS_A_MINUTE = 6;

/** What a run is about beside the faults of every run. */
const KINDS = ["plain", "approved by people", "braked", "two automations", "ping-pong", "rules edited"] as const;
type Kind = (typeof KINDS)[number];

const FAULT_OF: Readonly<Record<VendorFault, readonly [number, string]>> = {
  "429 with seconds": [26, "429 with seconds to wait"],
  "429 without Retry-After": [26, "429 without"],
  "5xx before": [27, "502 before anything was done"],
  "cut before": [27, "connection cut before anything was done"],
  "500 after success": [27, "500 after success"],
  "502 after success": [27, "502 after success"],
  "time-out after success": [27, "time-out after success"],
  "cut after success": [27, "connection cut after success"],
  "slow before": [28, "answer slower than the loan, nothing done yet"],
  "slow after success": [28, "answer slower than the loan, done already"],
  "token expired": [29, "token expired between two calls"],
  "scope removed": [30, "scope removed"],
  "another tenant's record": [32, "another tenant's record answered"],
};

/** Tickets of a run are decided once, by the test itself; orders by the engine, as decide-cases.ts says. */
const MOST_DECISIONS = 3;

const LEDGER_OF = [
  ["add tag", "add tag"],
  ["remove tag", "remove tag"],
  ["release", "release holds"],
  ["hold", "hold"],
] as const;

type Seen = {
  id: string;
  state: string;
  kind: string;
  undoes: string | null;
  version: number;
  decided: number;
  inDoubt: boolean;
  ours: boolean;
  decisionId: string;
  /** When it was last sent to the vendor and may have been done; null when it was not. */
  sentAt: Date | null;
};

/** One run: four orders that somebody holds, automations that act on them, and faults at moments drawn from the seed. */
export class FaultyRun {
  readonly #world: FaultWorld;
  readonly #note: FaultCounts["note"];
  readonly #seed: number;
  readonly #kind: Kind;
  readonly #random: () => number;
  readonly #connectionId: string;
  readonly #orders: readonly string[];
  readonly #tickets: string[] = [];
  /** Orders that somebody else has worked on, so that more than one end is right. */
  readonly #touched = new Set<string>();
  /** Notices that were not delivered, those that come a day late, and those that were delivered. */
  #notices: string[] = [];
  readonly #late: { body: string; dueMs: number }[] = [];
  readonly #delivered: string[] = [];
  #killedMs: number | null = null;
  /** By how much the clock was put back so far. */
  #behindMs = 0;
  #isStalling = false;
  #onAccepted: () => void = () => {};
  /** What went wrong where nobody waits for an answer. */
  readonly #broken: string[] = [];

  constructor(world: FaultWorld, counts: FaultCounts, seed: number) {
    this.#world = world;
    this.#note = counts.note;
    this.#seed = seed;
    this.#kind = KINDS[seed % KINDS.length] ?? "plain";
    this.#random = seededRandom(seed);
    this.#connectionId = world.context.newId();
    this.#orders = Array.from({ length: 4 }, (_, at) => `seed-${seed}-${at}`);
  }

  /** @throws when an effect was lost, doubled or left open. @returns the states in which its effects ended */
  async run(): Promise<string[]> {
    await this.#open();
    for (let step = 0; step < STEPS; step += 1) await this.#step();
    await this.#finish();
    return this.#judge();
  }

  #demand(holds: boolean, what: string): void {
    if (!holds) throw new Error(`seed ${this.#seed} (${this.#kind}): ${what}`);
  }

  get #nangoConnectionId(): string {
    return `c-${this.#seed}`;
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)]!;
  }

  async #open(): Promise<void> {
    const { workspaceId, newId, actor } = this.#world.context;
    await this.#world.house.store.within({ workspaceId }, (tx) =>
      insertConnection(tx, {
        workspaceId,
        id: this.#connectionId,
        sourceId: newId(),
        integration: "shopify",
        provider: "shopify",
        nangoConnectionId: this.#nangoConnectionId,
        name: "Shop",
        connectedBy: actor,
        now: this.#world.house.clock.now,
      }),
    );
    await this.#world.set(
      this.#kind === "braked"
        ? { brake: { records: 1, moneyMinor: 1e12 } }
        : this.#kind === "two automations"
          ? { callsPerMinute: TIGHT_CALLS_A_MINUTE }
          : {},
    );
    await this.#world.put(this.#world.automationId, this.#kind === "approved by people" ? "approve" : "auto");
    await this.#world.put(this.#world.secondId, "auto");
    for (const [at, order] of this.#orders.entries()) {
      this.#world.vendor.place(this.#nangoConnectionId, order);
      this.#hold(order, at);
    }
    if (this.#kind === "two automations") for (let at = 0; at < 2; at += 1) await this.#ticket(`seed-${this.#seed}-ticket-${at}`);
    this.#world.vendor.fault = (writes) => this.#fault(writes);
    this.#world.vendor.stall = (writes) => this.#stall(writes);
    this.#world.vendor.accepted = (order, what) => this.#wasAccepted(order.id, what);
  }

  #hold(order: string, at: number): void {
    this.#world.vendor.hold(order, at % 2 === 0 ? "inventory_out_of_stock" : "incorrect_address");
    this.#heard();
  }

  /** The this.#world.vendor tells of a change. */
  #heard(): void {
    this.#notices.push(
      JSON.stringify({
        from: "nango",
        type: "sync",
        connectionId: this.#nangoConnectionId,
        providerConfigKey: "shopify",
        model: "Order",
        modifiedAfter: new Date(this.#world.house.clock.now.getTime() + this.#notices.length).toISOString(),
      }),
    );
  }

  /** A ticket at the same connection that another automation has decided to tag. */
  async #ticket(id: string): Promise<void> {
    const { workspaceId, newId } = this.#world.context;
    this.#world.vendor.place(this.#nangoConnectionId, id);
    this.#tickets.push(id);
    const now = this.#world.house.clock.now;
    const decisionId = newId();
    const shared = {
      workspaceId,
      automationId: this.#world.secondId,
      version: 1,
      connectionId: this.#connectionId,
      caseId: `ticket:${id}`,
      riskMinor: null,
      currency: null,
    };
    const asDecided = ticketFingerprint({ state: "open", groupId: null, assigneeId: null, priority: null, tags: [] });
    await this.#world.house.store.within({ workspaceId }, async (tx) => {
      await insertDecision(tx, {
        ...shared,
        id: decisionId,
        stage: "auto",
        occasion: "new ticket:1",
        facts: {},
        planned: { effects: [], fingerprint: asDecided },
        rowId: null,
        outcome: "escalate",
        reason: "for the test",
        heldOut: false,
        now,
      });
      await insertEffect(tx, {
        ...shared,
        id: newId(),
        decisionId,
        kind: "add tag",
        subject: { type: "ticket", id },
        input: { tag: TAG },
        position: 0,
        key: `${decisionId}:0`,
        state: "ready",
        undoes: null,
        problem: null,
        expiresAt: null,
        decidedBy: null,
        now,
      });
    });
  }

  #fault(writes: boolean): VendorFault | null {
    if (this.#kind === "two automations") this.#note(31, "call out of a quota that two automations share");
    if (this.#random() > 0.35) return null;
    const fault = this.#pick<VendorFault>(writes ? [...READ_FAULTS.slice(0, -1), ...WRITE_FAULTS] : READ_FAULTS);
    if (fault.startsWith("slow") && this.#isStalling) return null;
    this.#note(...FAULT_OF[fault]);
    return fault;
  }

  /** What happens while an answer does not come: the loan ends, another worker takes the effect up, or everything is stopped. */
  async #stall(writes: boolean): Promise<void> {
    this.#isStalling = true;
    const stops = this.#killedMs === null && this.#random() < 0.5;
    if (stops) {
      this.#note(38, writes ? "kill switch while the action that acts is slow" : "kill switch while a look is slow");
      await this.#kill();
    }
    this.#world.house.clock.advance(LOAN_IS_OVER_MS);
    await this.#world.unlessDied(runEffects(this.#world.context));
    this.#isStalling = false;
  }

  async #kill(): Promise<void> {
    await this.#world.stopAll(true);
    this.#killedMs = this.#world.house.clock.now.getTime();
  }

  async #release(): Promise<void> {
    this.#killedMs = null;
    await this.#world.stopAll(false);
  }

  #wasAccepted(orderId: string, what: string): void {
    // What is taken back goes on.
    const isForward = what === "add tag" || what === "release";
    if (isForward && this.#killedMs !== null && this.#world.house.clock.now.getTime() - this.#killedMs > KILL_HOLDS_WITHIN_MS)
      this.#broken.push(`${what} of ${orderId} ${this.#world.house.clock.now.getTime() - this.#killedMs} ms after all was stopped`);
    this.#onAccepted();
    if (this.#kind === "ping-pong" && what === "release") {
      this.#note(33, "another rule holds what was released");
      this.#touched.add(orderId);
      this.#world.vendor.hold(orderId, "incorrect_address");
    }
    this.#heard();
  }

  /** Tells our door of what was not told yet, in one of the ways in which webhooks come. */
  async #deliver(): Promise<void> {
    const dueLate = this.#late.filter(({ dueMs }) => dueMs <= this.#world.house.clock.now.getTime());
    for (const { body } of dueLate) {
      this.#note(14, "webhook a day late");
      this.#late.splice(
        this.#late.findIndex((one) => one.body === body),
        1,
      );
      await this.#receive([body]);
    }
    const bodies = this.#notices;
    this.#notices = [];
    if (bodies.length === 0) {
      const before = this.#delivered.at(-1);
      if (before === undefined) return;
      this.#note(16, "valid webhook played again");
      return this.#receive([before]);
    }
    const draw = this.#random();
    if (draw < 0.15) return this.#note(13, "webhook lost");
    if (draw < 0.3) {
      for (const body of bodies) this.#late.push({ body, dueMs: this.#world.house.clock.now.getTime() + DAY_MS });
      return;
    }
    // Rare, since it costs as much as the rest of a run: some hundred in 2,000.
    if (draw < 0.318) {
      this.#note(11, "one webhook 1,000 times at once");
      return this.#receive(Array.from({ length: 1_000 }, () => bodies[0]!));
    }
    if (draw < 0.6 && bodies.length > 1) {
      this.#note(12, "webhooks in another order");
      return this.#receive(bodies.toReversed());
    }
    return this.#receive(bodies);
  }

  async #receive(bodies: readonly string[]): Promise<void> {
    this.#delivered.push(...bodies.slice(0, 1));
    const key = this.#world.house.services.settings.nango?.webhookSigningKey ?? "";
    const signed = (rawBody: string) => ({
      rawBody,
      headers: { "x-nango-hmac-sha256": createHmac("sha256", key).update(rawBody).digest("hex") },
    });
    const taken = await Promise.all(bodies.map((body) => this.#take(signed(body))));
    this.#demand(
      taken.every((how) => how === "enqueued" || how === "come again"),
      `of ${bodies.length} webhooks not every one was taken`,
    );
    if (taken.includes("come again")) this.#notices.push(bodies[taken.indexOf("come again")]!);
  }

  /** As our door takes a webhook. Where no session came free in time, its sender is told so and sends it again. */
  async #take(webhook: Parameters<typeof receiveWebhook>[1]): Promise<string> {
    try {
      return await receiveWebhook(this.#world.house.services, webhook);
    } catch (error) {
      if (error instanceof Error && error.message.includes("timeout exceeded when trying to connect")) return "come again";
      throw error;
    }
  }

  /** Works with what may happen to a worker. */
  async #work(): Promise<void> {
    const draw = this.#random();
    if (draw < 0.2) {
      const transaction = 1 + Math.floor(this.#random() * 25);
      const worker = mortalWorker(this.#world.context, { transaction, when: this.#pick(["before", "after"] as const) });
      await this.#world.workOn(this.#world.servicesWith(worker.context.store));
      const isLanding = worker.transactions >= transaction;
      if (!isLanding) await this.#world.unlessDied(runEffects(worker.context));
      if (worker.transactions >= transaction)
        this.#note(1, isLanding ? "worker dies while it lands and decides" : "worker dies while it acts");
    } else if (draw < 0.4) {
      const worker = mortalWorker(this.#world.context);
      this.#onAccepted = () => {
        this.#note(2, "worker dies after the vendor accepted");
        worker.die();
        this.#onAccepted = () => {};
      };
      await this.#world.workOn(this.#world.servicesWith(worker.context.store));
      await this.#world.unlessDied(runEffects(worker.context));
      this.#onAccepted = () => {};
    } else if (draw < 0.5) {
      const services = this.#world.underRestart(1 + Math.floor(this.#random() * 20), () =>
        this.#note(4, "server restarts before a commit"),
      );
      await this.#world.workOn(services);
      await this.#world.unlessDied(runEffects({ ...this.#world.context, store: services.store }));
      await this.#world.afterRestart();
    } else if (draw < 0.65) {
      this.#note(8, "two workers take one job");
      const [next] = this.#world.house.jobs;
      if (next) this.#world.house.jobs.push({ ...next });
      await Promise.all([this.#world.workOn(this.#world.house.services), this.#world.workOn(this.#world.house.services)]);
      await Promise.all([runEffects(this.#world.context), runEffects(this.#world.context)]);
    } else if (draw < 0.75) {
      const stopping = new AbortController();
      this.#onAccepted = () => stopping.abort();
      if (this.#random() < 0.5) stopping.abort();
      await this.#world.workOn(this.#world.house.services, stopping.signal);
      if (stopping.signal.aborted) this.#note(10, "worker is told to stop while it works");
      this.#onAccepted = () => {};
    } else await this.#world.workOn(this.#world.house.services);
  }

  async #step(): Promise<void> {
    const draw = this.#random();
    if (draw < 0.45) {
      await this.#deliver();
      return this.#work();
    }
    if (draw < 0.53) return this.#edit(this.#pick(this.#orders));
    if (draw < 0.62) return this.#undo();
    if (draw < 0.7) {
      this.#note(38, "kill switch");
      await this.#kill();
      this.#world.house.clock.advance(KILL_HOLDS_WITHIN_MS + 1_000);
      await this.#work();
      return this.#release();
    }
    if (draw < 0.76) {
      this.#note(9, "clock jumps by a day");
      return this.#world.house.clock.advance(DAY_MS);
    }
    if (draw < 0.82) {
      this.#note(9, "clock jumps by an hour, as local clocks do");
      // A quota is of minutes of the vendor's clock, which goes on.
      const isBack = this.#random() < 0.5 && this.#kind !== "two automations";
      if (isBack) this.#behindMs += HOUR_MS;
      return this.#world.house.clock.advance(isBack ? -HOUR_MS : HOUR_MS);
    }
    if (draw < 0.86) {
      this.#note(29, "token revoked, and the account connected again");
      this.#world.vendor.revoked.add(this.#nangoConnectionId);
      await this.#work();
      this.#world.vendor.revoked.clear();
      return;
    }
    if (draw < 0.92 && this.#kind === "rules edited") {
      this.#note(34, "rules saved while effects wait");
      await this.#world.saveRules();
      return this.#world.put(this.#world.automationId, "auto");
    }
    if (this.#kind === "approved by people" || this.#kind === "braked") return this.#approve();
    this.#world.house.clock.advance(Math.floor(this.#random() * 5 * MINUTE_MS));
  }

  #edit(order: string): void {
    this.#world.vendor.edit(order, `seen-${Math.floor(this.#random() * 1e6)}`);
    this.#heard();
    this.#touched.add(order);
  }

  async #undo(): Promise<void> {
    const acted = this.#orders.filter((id) => (this.#world.vendor.orders.get(id)?.accepted.length ?? 0) > 0);
    const order = this.#pick(acted.length > 0 ? acted : this.#orders);
    const done = (await this.#effectsOf(order)).filter(({ undoes, state }) => undoes === null && state === "done");
    if (done.length > 0 && this.#random() < 0.5) {
      this.#note(36, "undo after a later edit");
      this.#edit(order);
    }
    this.#touched.add(order);
    await runUndo(
      this.#world.context,
      { effectIds: done.map(({ id }) => id) },
      { report: async () => {}, signal: new AbortController().signal },
    );
  }

  /** A person says yes to what waits, now and then to something that has changed since. */
  async #approve({ edits = true }: { edits?: boolean } = {}): Promise<void> {
    const { rows } = await this.#world.owner.call((api) => api.automations.inbox({ page: 0 }));
    const own = rows.filter(({ caseId }) => this.#orders.includes(caseId.replace("order:", "")));
    if (own.length === 0) return;
    if (own.some(({ brake }) => brake !== null)) this.#note(37, "mass-action brake");
    const first = own[0]!;
    if (edits && this.#random() < 0.5) {
      this.#note(35, "approval after the order changed");
      this.#edit(first.caseId.replace("order:", ""));
    }
    await this.#world.owner.call((api) => api.automations.approve({ effectIds: own.map(({ effectId }) => effectId) }));
  }

  #effectsOf(order: string) {
    return this.#world.house.store.within({ workspaceId: this.#world.context.workspaceId }, async (tx) => {
      const { rows } = await sql<Seen>`
        select e.id, e.state, e.kind, e.undoes, e.version, d.version as decided, coalesce(e.problem like '%not known whether%', false) as "inDoubt",
        e.inverse is not null as ours, e.decision_id as "decisionId", (select case when a.result in ('begun', 'done') then a.at end from effect_attempt a
        where a.workspace_id = e.workspace_id and a.effect_id = e.id and a.what = 'act' order by a.at desc, a.id desc limit 1) as "sentAt", e.attempts, e.due_at as "dueAt", e.problem from effect e join decision d on d.workspace_id = e.workspace_id
        and d.id = e.decision_id where e.case_id = any(${[`order:${order}`, `ticket:${order}`]}) order by e.created_at, e.id`.execute(tx);
      return rows;
    });
  }

  /** All is well again: whatever is open has to come to its end, and what no webhook told of is found by the sweep. */
  async #finish(): Promise<void> {
    this.#world.vendor.fault = () => null;
    this.#world.vendor.revoked.clear();
    if (this.#killedMs !== null) await this.#release();
    // A clock that went back catches up: until then what came in is in its future.
    this.#world.house.clock.advance(this.#behindMs);
    const { workspaceId, actor } = this.#world.context;
    let before = "";
    for (let turn = 0; turn < (this.#kind === "two automations" ? 16 : 6); turn += 1) {
      this.#world.house.clock.advance(HOUR_MS);
      await this.#world.house.store.within({ workspaceId }, (tx) =>
        startIngest(this.#world.house.services, tx, { workspaceId, connectionId: this.#connectionId, actor }),
      );
      await sweepAutomations(this.#world.house.services, new AbortController().signal);
      await this.#world.workOn(this.#world.house.services);
      if (this.#kind === "approved by people" || this.#kind === "braked") await this.#approve({ edits: false });
      await this.#world.workOn(this.#world.house.services);
      // A whole turn that changed nothing, with nothing left to do: the next would be the same.
      const { isOpen, all } = await this.#standing();
      if (!isOpen && all === before && this.#world.house.jobs.length === 0) break;
      before = all;
    }
    this.#world.house.jobs.length = 0;
    await this.#world.house.store.within({ workspaceId }, async (tx) => {
      await sql`update connection set state = 'erasing' where workspace_id = ${workspaceId} and id = ${this.#connectionId}`.execute(tx);
      // A job that is forgotten here must not stand in the way of the next run's: one that waits already is not enqueued again.
      await sql`delete from job_run where workspace_id = ${workspaceId} and state <> 'done'`.execute(tx);
    });
  }

  /** How everything of this run stands, and whether something of it still waits to be done. */
  async #standing(): Promise<{ isOpen: boolean; all: string }> {
    const { workspaceId } = this.#world.context;
    const rows = await this.#world.house.store.within({ workspaceId }, async (tx) => {
      const found = await sql<{ state: string; count: number }>`select state, count(*)::int as count from effect
        where connection_id = ${this.#connectionId} group by state union all
        select 'decisions', count(*)::int from decision where connection_id = ${this.#connectionId} order by 1`.execute(tx);
      return found.rows;
    });
    const waits = this.#kind === "approved by people" || this.#kind === "braked" ? ["ready", "running", "proposed"] : ["ready", "running"];
    return { isOpen: rows.some(({ state }) => waits.includes(state)), all: JSON.stringify(rows) };
  }

  /** The vendor's own ledger against our rows: none lost, none doubled, none left open. @returns the states of all effects */
  async #judge(): Promise<string[]> {
    this.#demand(this.#broken.length === 0, this.#broken.join("; "));
    this.#demand(this.#world.vendor.foreign.accepted.length === 0, "written to another tenant's record");
    const states: string[] = [];
    for (const order of [...this.#orders, ...this.#tickets]) {
      const effects = await this.#effectsOf(order);
      states.push(...effects.map(({ state }) => state));
      this.#judgeOrder(order, effects);
    }
    if (this.#kind === "two automations") this.#judgeQuota();
    return states;
  }

  #judgeOrder(order: string, effects: readonly Seen[]): void {
    const { accepted = [], tags = new Set(), holds = [] } = this.#world.vendor.orders.get(order) ?? {};
    const times = (what: string) => accepted.filter((entry) => entry.what === what).map(({ atMs }) => atMs);
    const open = effects.find(({ state }) => state === "ready" || state === "running");
    this.#demand(open === undefined, `${order} is left open: ${JSON.stringify(open)}`);
    const strange = effects.find(({ version, decided }) => version !== decided);
    this.#demand(strange === undefined, `${order}: decided by version ${strange?.decided} and done by ${strange?.version}`);
    for (const [what, kind] of LEDGER_OF) {
      const own = effects.filter((effect) => effect.kind === kind);
      // What was there already was not our doing, and has no way back.
      const done = own.filter(({ state, ours }) => (state === "done" || state === "undone") && ours).length;
      // Set aside for a person, after many outages or since the record was changed meanwhile: it may have been done or not.
      const unsure = own.filter(({ state, inDoubt }) => state === "failed" || inDoubt).length;
      const taken = times(what).length;
      this.#demand(
        taken <= done + unsure,
        `${order}: "${what}" ${taken} times at the vendor, and ${done} done here: ${JSON.stringify(own)}`,
      );
      this.#demand(taken >= done, `${order}: "${what}" ${taken} times at the vendor, though ${done} done here`);
    }
    if (this.#kind === "ping-pong") this.#judgeActs(order, effects);
    // Where nobody said yes in time, or rules were saved, what waited is over and shown as that.
    if (this.#touched.has(order) || effects.some(({ state }) => state === "failed" || state === "expired")) return;
    // What the vendor's answers spoke against is decided anew a few times, and then left to a person.
    const refused = effects.filter(({ state }) => state === "refused").length;
    if (refused >= (this.#tickets.includes(order) ? 1 : MOST_DECISIONS)) return;
    const isTagged = this.#tickets.includes(order) || this.#orders.indexOf(order) % 2 === 0;
    this.#demand(isTagged ? tags.has(TAG) : holds.length === 0, `${order}: nothing was done, by ${JSON.stringify(effects)}`);
  }

  /** However many holds one decision releases, it is one act against the other rule. */
  #judgeActs(order: string, effects: readonly Seen[]): void {
    const sent = effects.flatMap(({ kind, decisionId, sentAt }) =>
      kind === "release holds" && sentAt !== null ? [{ decisionId, atMs: sentAt.getTime() }] : [],
    );
    for (const { atMs } of sent) {
      const acts = new Set(sent.filter((other) => other.atMs > atMs - DAY_MS && other.atMs <= atMs).map(({ decisionId }) => decisionId))
        .size;
      this.#demand(acts <= MOST_ACTS_ON_CASE, `${order}: ${acts} acts within a day against another rule`);
    }
  }

  /** A bucket of one minute's calls that fills evenly: at most twice as many in any minute, whoever makes them. */
  #judgeQuota(): void {
    const calls = this.#world.vendor.calls.filter(({ connectionId }) => connectionId === this.#nangoConnectionId);
    for (const { atMs } of calls) {
      const within = calls.filter((other) => other.atMs > atMs - MINUTE_MS && other.atMs <= atMs).length;
      this.#demand(within <= 2 * TIGHT_CALLS_A_MINUTE, `${within} calls in a minute, with a quota of ${TIGHT_CALLS_A_MINUTE}`);
    }
  }
}
