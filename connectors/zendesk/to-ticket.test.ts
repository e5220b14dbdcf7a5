import { expect, test } from "vitest";
import { TicketRow, toTicket } from "./to-ticket.js";

const aRow = (more: Record<string, unknown> = {}): TicketRow =>
  TicketRow.parse({
    id: 35,
    subject: "Where is #1001, and #1002? And #1001",
    created_at: "2026-11-01T10:00:00+01:00",
    updated_at: "2026-11-02T10:00:00Z",
    status: "open",
    priority: null,
    via: { channel: "email" },
    requester_id: 4,
    assignee_id: null,
    group_id: 7,
    tags: ["b", "a"],
    ...more,
  });

test("a ticket: ids as text, times in UTC, tags in order, the orders that its subject names", () => {
  expect(toTicket(aRow(), new Map([["7", "Returns"]]))).toEqual({
    id: "35",
    subject: "Where is #1001, and #1002? And #1001",
    createdAt: "2026-11-01T09:00:00.000Z",
    updatedAt: "2026-11-02T10:00:00.000Z",
    state: "open",
    priority: null,
    channel: "email",
    requesterId: "4",
    assigneeId: null,
    groupId: "7",
    groupName: "Returns",
    tags: ["a", "b"],
    orderNumbers: ["#1001", "#1002"],
  });
});

test("a status of the account's own is kept, what is missing is null, a sample is none", () => {
  expect(toTicket(aRow({ status: "With Legal", subject: undefined, group_id: undefined, tags: undefined }), new Map())).toMatchObject({
    state: "with_legal",
    subject: null,
    groupId: null,
    groupName: null,
    tags: [],
    orderNumbers: [],
  });
  expect(toTicket(aRow({ via: { channel: "sample_ticket" } }), new Map())).toBeNull();
});

test("a row without a time of its last change cannot be read", () => {
  expect(() => aRow({ updated_at: null })).toThrow(/updated_at/);
});
