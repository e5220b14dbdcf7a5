import { expect, test } from "vitest";
import { SPEC_STATE, zendeskSpec } from "#tests/sandbox/zendesk-spec.ts";
import * as operations from "../../../../connectors/zendesk/operations.ts";

const spec = zendeskSpec();
const USED: [string, operations.Operation][] = [
  ["get", operations.exportTickets({ startTime: 1 })],
  ["get", operations.exportTickets({ cursor: "c" })],
  ["get", operations.ticketAudits("1", "c")],
  ["get", operations.usersById([1])],
  ["get", operations.ownUser()],
  ["get", operations.groupList()],
  ["get", operations.oneTicket("1")],
  ["put", operations.oneTicket("1")],
  ["put", operations.ticketTags("1")],
  ["delete", operations.ticketTags("1")],
  ["post", operations.mergeInto("1")],
  ["get", operations.jobStatus("1")],
];

test.each(USED)(`%s $path is an operation that Zendesk publishes: ${SPEC_STATE}`, (method, { path }) => {
  expect(spec === null || spec.findOperation(method, path) !== undefined).toBe(true);
});

test("values are put into the path so that none leads out of it", () => {
  expect(operations.endpointOf(operations.oneTicket("../users/1"))).toBe("/api/v2/tickets/..%2Fusers%2F1");
});
