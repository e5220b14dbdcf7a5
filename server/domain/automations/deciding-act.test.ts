import { expect, test } from "vitest";
import type { OpsEvent } from "../event-log/event.ts";
import type { CaseHistory, Occasion } from "./case-history.ts";
import { decidingAct } from "./deciding-act.ts";

const event = (activity: string, endedAtMs: number, actorKind: OpsEvent["actorKind"] = "person"): OpsEvent => ({
  eventId: `${activity} ${endedAtMs}`,
  caseId: "order:1",
  activity,
  actor: null,
  actorKind,
  startedAtMs: null,
  endedAtMs,
});
const history = (...events: OpsEvent[]): CaseHistory => ({ caseId: "order:1", events, records: [], related: [], linked: [] });

/** A hold and a reply each ask for a decision, until a person asks the customer or releases. */
const ASKS: ReadonlySet<string> = new Set(["hold", "reply"]);
const DECIDES: ReadonlySet<string> = new Set(["ask customer", "release"]);
const playbook = {
  occasions: ({ events }: CaseHistory, untilMs: number): Occasion[] =>
    events
      .filter(({ activity, endedAtMs }) => endedAtMs <= untilMs && ASKS.has(activity))
      .map(({ eventId, endedAtMs, activity }) => ({ key: eventId, atMs: endedAtMs, situation: activity })),
  factsAt({ events }: CaseHistory, atMs: number) {
    const last = events.findLast(({ activity, endedAtMs }) => endedAtMs < atMs && (ASKS.has(activity) || DECIDES.has(activity)));
    const isOpen = last !== undefined && ASKS.has(last.activity);
    return { situation: { value: isOpen ? last.activity : null, knownAtMs: isOpen ? last.endedAtMs : null } };
  },
  decidedBy: ({ activity, actorKind }: OpsEvent) => (actorKind === "person" && DECIDES.has(activity) ? activity : null),
};
const answer = (decidedMs: number, events: readonly OpsEvent[], nextMs = Infinity) =>
  decidingAct(playbook, history(...events), { occasion: "hold 1", decidedMs, nextMs })?.eventId ?? null;

test("the first deciding act after the decision answers it; comments and apps do not", () => {
  expect(
    answer(5, [event("hold", 1), event("comment", 6), event("release", 7, "app"), event("ask customer", 8), event("release", 9)]),
  ).toBe("ask customer 8");
  expect(answer(5, [event("hold", 1), event("comment", 6)])).toBeNull();
});

test("where a person had acted already and our copy did not hold it yet, that act answers, not the next one", () => {
  const late = [event("hold", 1), event("ask customer", 3), event("reply", 20), event("release", 22)];
  expect(answer(5, late)).toBe("ask customer 3");
});

test("an act of an earlier situation answers nothing of this one", () => {
  const events = [event("release", 0), event("hold", 1), event("ask customer", 8)];
  expect(answer(5, events)).toBe("ask customer 8");
});

test("what came after the case was decided on again answers that decision", () => {
  expect(answer(5, [event("hold", 1), event("release", 9)], 7)).toBeNull();
});

test("where an app ended the situation before, nobody has answered", () => {
  const settled = [event("hold", 1), event("release", 3, "app"), event("hold", 20), event("ask customer", 22)];
  expect(answer(5, settled)).toBeNull(); // The second hold is a situation of its own.
});
