import { readMemo } from "#server/playbooks/supplier-po/memo-words.ts";
import { ACCEPT, ACKNOWLEDGE, ASK, ASK_EARLIER, ESCALATE, PASS_ON } from "#server/playbooks/supplier-po/outcomes.ts";
import { PurchasingAction } from "#server/sandbox/departments/purchasing/act.ts";
import { BUYERS } from "#server/sandbox/departments/purchasing/people.ts";
import { dateDecision } from "#server/sandbox/departments/purchasing/policy.ts";
import { dayText } from "#server/sandbox/departments/purchasing/save.ts";
import { findTransaction } from "#server/sandbox/departments/purchasing/state.ts";
import type { Dealings, Transaction } from "#server/sandbox/departments/purchasing/transaction.ts";
import { wishedDays } from "#server/sandbox/departments/purchasing/work.ts";
import type { Letter } from "#server/mail.ts";
import { buyingRules } from "#tests/automations/buying-rules.ts";
import type { ConnectedShop } from "#tests/connected-shop.ts";
import type { Climber, World } from "./climber.ts";

const HOUR_MS = 3_600_000;
/** A second person's signature on a large order stays people's work. */
export const APPROVAL = "approve purchase order";

/** Whether the buyers' own policy wants this of the order: the truth, hidden from the product. Passing on decides nothing. */
export function isRightOutcome(order: Transaction, dealings: Dealings, outcome: string): boolean {
  const policy = dealings.proposals > 0 ? "accept" : dateDecision(dealings);
  if (outcome === ACCEPT) return dealings.movedByDays > 0 && policy === "accept";
  if (outcome === ACKNOWLEDGE) return dealings.movedByDays === 0;
  if (outcome === ASK_EARLIER) return dealings.movedByDays > 0 && policy === "propose";
  if (outcome === ESCALATE) return dealings.movedByDays > 0 && policy === "escalate";
  // Nobody asks again who has the answer; goods that are overdue are asked for while they have not come.
  return outcome === PASS_ON || (outcome === ASK && order.status === "B" && (!dealings.isAnswered || dealings.isSettled));
}

/** An hour between three and thirty at which a supplier that got a letter answers on its page: always the same for the same order and turn. */
export const answersAfterMs = (orderId: number, turn: number): number => (3 + ((orderId * 7_919 + turn * 104_729) % 28)) * HOUR_MS;

const OUTCOMES = {
  "ask supplier": ASK,
  "ask for an earlier date": ASK_EARLIER,
  escalate: ESCALATE,
  "pass to a buyer": PASS_ON,
  acknowledge: ACKNOWLEDGE,
} as const;

/** The outcome that a change of an order carries out; null when it is none of the playbook's. */
function outcomeOf({ memo }: Transaction, action: Extract<PurchasingAction, { kind: "update purchase order" }>): string | null {
  if (action.lines.length > 0) return ACCEPT;
  const meaning = readMemo((action.memo ?? "").slice(memo?.length ?? 0));
  return meaning === null ? null : OUTCOMES[meaning];
}

function caseOf({ departments }: World, id: number): { order: Transaction; dealings: Dealings } | undefined {
  const { state } = departments.purchasing;
  const [order, dealings] = [findTransaction(state, id), state.dealings.get(id)];
  return order && dealings ? { order, dealings } : undefined;
}

/** Suppliers at their desks: each answers its letter on the page that the letter opens, some hours after it came, with the days that it can hold. */
function suppliers({ house, sandbox }: ConnectedShop): () => Promise<boolean> {
  const { state } = sandbox.departments.purchasing;
  const due: { atMs: number; orderId: number; token: string }[] = [];
  const lettersTo = new Map<number, number>();
  let read = house.letters.length;

  function take({ subject, text }: Letter): void {
    const number = /purchase order (\S+)$/.exec(subject)?.[1];
    if (number === undefined) return; // What waits for an approval is told to people of the house.
    const token = /\/supplier\/([\w-]+)/.exec(text)?.[1];
    const order = state.transactions.find((one) => one.type === "PurchOrd" && one.number === number);
    if (token === undefined || order === undefined) throw new Error(`a letter that no supplier can answer: ${subject}`);
    const turn = (lettersTo.get(order.id) ?? 0) + 1;
    lettersTo.set(order.id, turn);
    due.push({ atMs: state.nowMs + answersAfterMs(order.id, turn), orderId: order.id, token });
  }

  async function answer({ orderId, token }: (typeof due)[number]): Promise<boolean> {
    const found = caseOf(sandbox, orderId);
    if (!found || found.order.status !== "B" || found.dealings.isSettled) return false;
    const days = new Map(wishedDays(found.order, found.dealings).map(({ id, day }) => [String(id), dayText(day) ?? ""]));
    // Each supplier sits at an address of its own.
    const browser = house.browser({ fromThisMachine: false, address: `203.0.113.${(found.order.supplierId ?? 0) % 250}` });
    const page = await browser.call((api) => api.asks.open({ token }));
    if (page.answered !== null) return false;
    const lines = page.lines.map(({ id, quantity }) => ({ id, quantity, expectedOn: days.get(id) ?? "" }));
    await browser.call((api) => api.asks.answer({ token, lines }));
    return true;
  }

  return async () => {
    for (; read < house.letters.length; read += 1) {
      const letter = house.letters[read];
      if (letter) take(letter);
    }
    let answered = false;
    for (const one of due.filter(({ atMs }) => atMs <= state.nowMs)) {
      due.splice(due.indexOf(one), 1);
      if (await answer(one)) answered = true;
    }
    return answered;
  };
}

const isBuyer = new Set(BUYERS.map(({ id }) => id));

export const supplierPoClimb: Climber = {
  playbook: "supplier-po",
  vendors: ["netsuite"],
  shop: { seed: "climb-supplier", profile: "strict", days: 14, ordersPerDay: 2_500 },
  pace: { everyMinutes: { before: 60, auto: 30 }, autoDays: 10 },
  syncs: { withNews: { netsuite: ["purchase-orders", "system-notes"] }, hourly: {} },
  rules: buyingRules,
  watch({ departments }) {
    let seen = -1;
    return () => {
      // Saves of purchase orders, by whomever: the answers of suppliers are such.
      const { transactions } = departments.purchasing.state;
      const now = transactions.reduce((sum, { type, notes }) => (type === "PurchOrd" ? sum + notes.length : sum), 0);
      const had = now !== seen;
      seen = now;
      return had;
    };
  },
  outside: suppliers,
  isRight(world, { caseId, outcome }) {
    const found = caseOf(world, Number(caseId.replace("purchase_order:", "")));
    return found !== undefined && isRightOutcome(found.order, found.dealings, outcome);
  },
  isRightChange(world, entry) {
    if (entry.kind !== "department action" || entry.department !== "purchasing") return null;
    const action = PurchasingAction.parse(entry.action);
    if (action.kind !== "update purchase order") return false;
    const found = caseOf(world, action.orderId);
    const did = found === undefined ? null : outcomeOf(found.order, action);
    return found !== undefined && did !== null && isRightOutcome(found.order, found.dealings, did);
  },
  touches: ({ departmentTouches }) =>
    departmentTouches.filter(
      ({ department, activity, staffId }) => department === "purchasing" && isBuyer.has(staffId) && activity !== APPROVAL,
    ),
};
