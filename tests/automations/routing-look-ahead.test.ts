import { beforeAll, describe, expect, test } from "vitest";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import { ticketRouting } from "#server/playbooks/ticket-routing/playbook.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf } from "./back-test-of.ts";
import { GROUPS_HERE, historiesOfDesk } from "./desk-histories.ts";
import { deskRules } from "./desk-rules.ts";
import { decidedIn, testNoLookAhead, type Decided } from "./no-look-ahead.ts";

let desk: ReturnType<typeof historiesOfDesk>;
let decisions: Decided[];
const offer = ticketRouting.offer(GROUPS_HERE);

beforeAll(() => {
  desk = historiesOfDesk({ seed: "routing-unseen", days: 45, ordersPerDay: 600, profile: "strict" });
  decisions = decidedIn(ticketRouting, desk);
}, 60_000);

testNoLookAhead(ticketRouting, {
  decided: () => decisions,
  rules: deskRules,
  activities: ["route ticket", "hand over to fulfilment", "answer customer", "write in", "merge tickets", "tag ticket", "?"],
  least: 1_000,
  poison: (activity) => ({
    attributes: { group: "Nowhere", priority: "urgent", status: "open", tag: "vip", "tag topic": "spam", sourceAction: "Change subject" },
    content: { state: "closed", groupName: "Nowhere", groupId: "0", priority: "urgent", tags: ["vip"] },
    // How an earlier ticket stands is only known of today.
    related: (other, atMs) => ({ ...other, content: other.atMs < atMs ? { state: activity } : null }),
  }),
});

describe("what is known of a ticket", () => {
  test("what a subject asked is not known once somebody has changed it", () => {
    const { history, decision } = decisions.find((one) => one.decision.facts["asksAbout"]?.value === "return")!;
    const [first, ...rest] = history.events;
    const renamed = { ...first!, eventId: "renamed", activity: "change ticket", attributes: { sourceAction: "Change subject" } };
    const facts = ticketRouting.factsAt({ ...history, events: [first!, renamed, ...rest] }, decision.atMs);
    expect(facts).toMatchObject({ asksAbout: { value: null }, language: { value: null }, orderAgeDays: { value: null } });
  });

  test("whether it was tagged, and whether the customer opened another within the day before", () => {
    const day = 24 * 60;
    for (const { decision } of decisions) {
      const { vip, isTagged, minutesSincePrevious, wroteWithinDay } = decision.facts;
      expect(vip?.value === null).toBe(isTagged?.value === false); // No tag says that it is no VIP.
      expect(wroteWithinDay?.value).toBe(typeof minutesSincePrevious?.value === "number" && minutesSincePrevious.value <= day);
    }
    expect(new Set(decisions.map(({ decision }) => decision.facts["isTagged"]?.value))).toEqual(new Set([true, false]));
    expect(new Set(decisions.map(({ decision }) => decision.facts["wroteWithinDay"]?.value))).toEqual(new Set([true, false]));
  });

  test("without a shop's orders their value and age are not known, and nothing stands in for them", () => {
    const alone = historiesOfDesk({ seed: "routing-unseen", days: 10, ordersPerDay: 200 }, { withShop: false });
    const facts = alone.histories.flatMap((history) => pastDecisions(ticketRouting, history, alone).map((one) => one.facts));
    expect(facts.length).toBeGreaterThan(40);
    expect(facts.filter(({ orderTotal, orderAgeDays }) => orderTotal?.value !== null || orderAgeDays?.value !== null)).toEqual([]);
  });
});

describe("on routing decisions that nobody has looked at", () => {
  test("the rules that the team would write down agree with what it did, but for its own errors", async () => {
    const report = await backTestOf(
      ticketRouting,
      deskRules,
      decisions.map(({ decision }) => decision),
    );
    expect(report.agreement.share).toBeGreaterThan(0.95); // A strict team errs in 3 % of first looks at a ticket.
    expect(report.coverage).toBeGreaterThan(0.45); // Near half of all decisions are answers, which are left to people.
  });

  test("the shipped rules decide a part of them, and hardly ever otherwise than people", async () => {
    const report = await backTestOf(
      ticketRouting,
      offer.table,
      decisions.map(({ decision }) => decision),
    );
    expect(report.agreement.share).toBeGreaterThan(0.93);
    expect(report.coverage).toBeGreaterThan(0.1);
  });

  test("rules learned from one desk agree by at least 95 % with the decisions of weeks they have not seen", async () => {
    const learning = historiesOfDesk({ seed: "42", days: 60, ordersPerDay: 1000, profile: "strict" }); // 40 days are learned from.
    const all = learning.histories.flatMap((history) => pastDecisions(ticketRouting, history, learning));
    const cutMs = learning.fromMs + 0.7 * (learning.toMs - learning.fromMs);
    const table = tableOf(
      { ...ticketRouting, ...offer },
      all.filter(({ atMs }) => atMs < cutMs),
    );
    const report = await backTestOf(
      ticketRouting,
      table,
      all.filter(({ atMs }) => atMs >= cutMs),
    );
    expect(report.agreement.share).toBeGreaterThanOrEqual(0.95);
    expect(report.coverage).toBeGreaterThan(0.35);
  }, 120_000);
});
