import { expect, test } from "vitest";
import { actorOf, Audit, toOpsEvents } from "./to-ops-events.js";
import type { Person } from "./people.js";

const AGENT = 11;
const CUSTOMER = 12;
const GONE = 13;
const people: ReadonlyMap<number, Person> = new Map([
  [AGENT, { role: "staff", name: "Dana Fox" }],
  [CUSTOMER, { role: "end-user", name: "Kim Lee" }],
  [GONE, { role: "unknown", name: null }],
]);
const groups = new Map([
  ["1", "Front desk"],
  ["2", "Returns"],
  ["3", "Fulfilment"],
]);
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0";
const rule = { channel: "rule", source: { from: { id: 77, title: "Tell the group" }, rel: "trigger" } };
const change = (field: string, value: unknown, previous: unknown = null, more = {}) => {
  return { id: 1, type: "Change", field_name: field, value, previous_value: previous, ...more };
};
const comment = (isPublic: boolean) => ({ id: 2, type: "Comment", author_id: AGENT, body: "x", public: isPublic });

function anAudit(more: Record<string, unknown>): Audit {
  return Audit.parse({
    id: 9,
    ticket_id: 5,
    created_at: "2026-11-01T10:00:00Z",
    author_id: AGENT,
    via: { channel: "web", source: { from: {}, to: {}, rel: null } },
    metadata: { system: { client: CHROME } },
    events: [change("priority", "high")],
    ...more,
  });
}

const kindOf = (more: Record<string, unknown>) => {
  const audit = anAudit(more);
  return actorOf(audit, audit.via ?? null, [], people);
};

// What the vendor's documents and recorded payloads show, and what must not be taken for a person.
test.each([
  ["staff in the page", {}, "person", "Dana Fox"],
  ["staff on the phone", { via: { channel: "mobile" } }, "person", "Dana Fox"],
  ["a merge by staff", { via: { channel: "merge" } }, "person", "Dana Fox"],
  ["a customer's mail", { author_id: CUSTOMER, via: { channel: "email" } }, "customer", null],
  ["a customer on the web form", { author_id: CUSTOMER }, "customer", null],
  ["a rule that a person's save fired", { via: rule }, "rule", "Tell the group"],
  ["a rule by the number of its channel", { via: { channel: 8, source: { from: { id: 1, title: "R" } } } }, "rule", "R"],
  ["an automation without a rule named", { author_id: -1, via: { channel: "web" } }, "system", null],
  ["a program with a person's API token", { via: { channel: "api" }, metadata: { system: { client: "axios/1.15.0" } } }, "app", "Dana Fox"],
  ["a program that says nothing of itself", { via: { channel: "api" }, metadata: { system: {} } }, "app", "Dana Fox"],
  ["an app in the agent's page", { via: { channel: "api" } }, "person", "Dana Fox"],
  ["a web service by its other name", { via: { channel: "web_service" }, metadata: {} }, "app", "Dana Fox"],
  ["what a group's deletion brought about", { via: { channel: "group_deletion" } }, "system", null],
  ["a deleted author", { author_id: GONE }, "unknown", null],
  ["an author whom nobody knows", { author_id: 99 }, "unknown", null],
  ["no author", { author_id: null }, "unknown", null],
  ["a channel that nobody has documented", { via: { channel: "telepathy" } }, "unknown", null],
  ["no channel", { via: null }, "unknown", null],
])("%s", (_what, more, actorKind, actorName) => {
  expect(kindOf(more)).toMatchObject({ actorKind, actorName });
});

test("an app in the page is less sure than the page itself, and unknown claims nothing", () => {
  expect(kindOf({}).grade).toBe("A");
  expect(kindOf({ via: { channel: "api" } }).grade).toBe("B");
  expect(kindOf({ author_id: GONE }).grade).toBe("C");
});

test("a macro is named as what the person worked through", () => {
  const events = [comment(true), { id: 3, type: "AgentMacroReference", macro_id: "4", macro_title: "Parcel is on its way" }];
  expect(toOpsEvents(anAudit({ events }), people, groups)).toMatchObject([
    { actorKind: "person", tool: "macro: Parcel is on its way", activity: "answer customer" },
  ]);
});

test("what a trigger did within a person's save is an event of its own, with the rule's number in its id", () => {
  const events = [change("group_id", "2", "1"), change("priority", "high", null, { via: rule })];
  expect(toOpsEvents(anAudit({ events }), people, groups)).toMatchObject([
    { id: "audit:9", actorKind: "person", activity: "route ticket", sourceAction: "Change group_id" },
    { id: "audit:9:rule:77", actorKind: "rule", actorName: "Tell the group", tool: "trigger", activity: "set priority" },
  ]);
});

test.each([
  [
    "the first message",
    { author_id: CUSTOMER, events: [comment(true), { id: 4, type: "Create", field_name: "status", value: "new" }] },
    "write in",
  ],
  ["a later one", { author_id: CUSTOMER, events: [comment(true), change("status", "open", "solved")] }, "write again"],
  ["a ticket that staff typed", { events: [comment(true), { id: 4, type: "Create", field_name: "status", value: "new" }] }, "open ticket"],
  ["an answer that moves the ticket as well", { events: [comment(true), change("group_id", "2", "1")] }, "answer customer"],
  ["to the warehouse, with a note", { events: [comment(false), change("group_id", "3", "2")] }, "hand over to fulfilment"],
  ["from the warehouse", { events: [comment(false), change("group_id", "2", "3")] }, "hand back to customer service"],
  ["to another group", { events: [change("group_id", "2", "1"), change("priority", "low")] }, "route ticket"],
  ["to a group that is gone", { events: [change("group_id", "404", "1")] }, "route ticket"],
  ["a note", { events: [comment(false), change("tags", ["a"], [])] }, "note on ticket"],
  ["an automation's closing", { author_id: -1, via: rule, events: [change("status", "closed", "solved")] }, "close ticket"],
  ["a merge", { via: { channel: "merge" }, events: [comment(false), change("status", "closed", "open")] }, "merge tickets"],
  ["taking it", { events: [change("assignee_id", "11")] }, "assign ticket"],
  ["tags", { events: [change("tags", ["a"], [])] }, "tag ticket"],
  ["something new", { events: [change("mood", "fine", "poor")] }, "change ticket"],
])("%s is named by what tells most", (_what, more, activity) => {
  expect(toOpsEvents(anAudit(more), people, groups).map((event) => event.activity)).toEqual([activity]);
});

test("mails that a trigger sent, ratings and unknown entries are nobody's step, and an unreadable entry stops nothing", () => {
  const events = [{ id: 1, type: "Notification", via: rule }, { id: 2, type: "SatisfactionRating" }, { id: 3, type: "Something" }, 5, null];
  expect(toOpsEvents(anAudit({ events }), people, groups)).toEqual([]);
  expect(toOpsEvents(anAudit({ events: [...events, change("priority", "low")] }), people, groups)).toHaveLength(1);
});

test("what was set is told by name: the group as it is called, priority, and tags that are new", () => {
  const events = [change("group_id", "2", "1"), change("priority", "high"), change("tags", ["vip", "topic_return", "old"], ["old"])];
  expect(toOpsEvents(anAudit({ events }), people, groups)[0]?.details).toEqual([
    { name: "group", value: "Returns" },
    { name: "priority", value: "high" },
    { name: "tag", value: "vip" },
    { name: "tag topic", value: "return" },
  ]);
  expect(toOpsEvents(anAudit({ events: [comment(true)] }), people, groups)[0]).not.toHaveProperty("details");
  expect(toOpsEvents(anAudit({ events: [change("tags", "a b", "a")] }), people, groups)[0]?.details).toEqual([{ name: "tag", value: "b" }]);
});
