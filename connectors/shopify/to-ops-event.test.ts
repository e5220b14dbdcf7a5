import { expect, test } from "vitest";
import { actorOf, EventNode, eventNumber, toOpsEvent } from "./to-ops-event.js";

function anEntry(more: Record<string, unknown>): EventNode {
  return EventNode.parse({
    __typename: "BasicEvent",
    id: "gid://shopify/BasicEvent/7",
    action: "note_created",
    createdAt: "2026-11-01T10:00:00-05:00",
    appTitle: null,
    attributeToApp: false,
    attributeToUser: false,
    subjectId: "gid://shopify/Order/1",
    ...more,
  });
}

// Combinations seen on live stores, and those that must not be taken for a person.
test.each([
  [
    "a staff edit in the admin sets both flags",
    { attributeToUser: true, attributeToApp: true, appTitle: "Shopify Web", actor: "Dana Fox" },
    "person",
    "Dana Fox",
  ],
  [
    "a staff member working in an app",
    { attributeToUser: true, attributeToApp: true, appTitle: "Packing Desk", actor: "Dana Fox" },
    "person",
    "Dana Fox",
  ],
  ["an app on its own", { attributeToApp: true, appTitle: "Packing Desk" }, "app", "Packing Desk"],
  ["a rule engine", { attributeToApp: true, appTitle: "Shopify Flow" }, "rule", "Shopify Flow"],
  ["an order placed through a channel", { action: "placed", attributeToApp: true, appTitle: "Online Store" }, "customer", null],
  ["a card authorised at checkout", { action: "authorization_success", attributeToApp: true, appTitle: "Online Store" }, "customer", null],
  ["the echo of a refund, signed by the shop", { action: "refund_success", attributeToApp: true, appTitle: "Some App" }, "system", null],
  [
    "the refund itself",
    { action: "refund_created", attributeToUser: true, attributeToApp: true, appTitle: "Shopify Web", actor: "Dana Fox" },
    "person",
    "Dana Fox",
  ],
  ["a confirmation mail", { action: "mail_sent" }, "system", null],
  ["a side effect of an app's call", { action: "closed", arguments: ["api_client_id", 5] }, "app", null],
  ["an auto-archived order", { action: "closed" }, "system", null],
  ["flags that are missing", { attributeToApp: undefined, attributeToUser: undefined }, "unknown", null],
])("%s", (_what, more, actorKind, actorName) => {
  expect(actorOf(anEntry(more))).toMatchObject({ actorKind, actorName });
});

test("a comment is a person's, with their number where the shop grants it", () => {
  const comment = anEntry({ __typename: "CommentEvent", staff: { id: "gid://shopify/StaffMember/5", name: "Dana Fox" } });
  expect(actorOf(comment)).toMatchObject({ actorKind: "person", actorId: "gid://shopify/StaffMember/5" });
  expect(actorOf(anEntry({ __typename: "CommentEvent" }))).toMatchObject({ actorKind: "person", actorId: null, actorName: null });
});

test("an action that nobody has documented is kept as it is", () => {
  expect(toOpsEvent(anEntry({ action: "return_Wandered-off" }))).toMatchObject({
    sourceAction: "return_Wandered-off",
    activity: "return wandered off",
    endedAt: "2026-11-01T15:00:00.000Z",
  });
});

test("an entry of something that is no order is none of ours", () => {
  expect(toOpsEvent(anEntry({ subjectId: "gid://shopify/DraftOrder/1" }))).toBeNull();
});

test("numbers of entries are compared as whole numbers, beyond what a double holds", () => {
  expect(eventNumber("gid://shopify/BasicEvent/9007199254740993")).toBe(9_007_199_254_740_993n);
  expect(() => eventNumber("gid://shopify/BasicEvent/")).toThrow("ends in no number");
});

test.each([
  ["a hold names its reason", "fulfillment_hold_added", [5001, "INCORRECT_ADDRESS"], [{ name: "hold reason", value: "incorrect_address" }]],
  [
    "tags are told one by one, and a tag of the form name:value is a finding",
    "tag_added",
    [5001, "address:missing_unit, gift"],
    [
      { name: "tag address", value: "missing_unit" },
      { name: "tag", value: "gift" },
    ],
  ],
  ["a mail's subject is none of ours", "mail_sent", [5001, "Your order"], undefined],
  ["what has another form than a list is left alone", "tag_added", { tag: "gift" }, undefined],
])("%s", (_what, action, given, details) => {
  expect(toOpsEvent(anEntry({ action, arguments: given }))?.details).toEqual(details);
});
