/** Every question to Zendesk: path and parameters in one place. A test of the sandbox looks each up in the API description that Zendesk publishes. */

export const EXPORT_PAGE_SIZE = 500;
export const AUDIT_PAGE_SIZE = 100; // the most that Zendesk gives
export const MOST_USERS = 100; // the most ids that it takes at once

/** Tickets in the order of their last change, deleted ones too. Begins at a time and goes on by cursor, which never ends. */
export const exportTickets = (from: { startTime: number } | { cursor: string }) => ({
  path: "/api/v2/incremental/tickets/cursor",
  params: {
    ...("cursor" in from ? { cursor: from.cursor } : { start_time: String(from.startTime) }),
    per_page: String(EXPORT_PAGE_SIZE),
    include: "users,groups",
  },
});

/** Who changed what of a ticket, oldest first. Needs the global scope "read". */
export const ticketAudits = (ticketId: string, after: string | null) => ({
  path: "/api/v2/tickets/{ticket_id}/audits",
  values: { ticket_id: ticketId },
  params: { "page[size]": String(AUDIT_PAGE_SIZE), ...(after === null ? {} : { "page[after]": after }) },
});

export const usersById = (ids: readonly number[]) => ({ path: "/api/v2/users/show_many", params: { ids: ids.join(",") } });
export const ownUser = () => ({ path: "/api/v2/users/me", params: {} });
export const groupList = (after: string | null = null) => ({
  path: "/api/v2/groups",
  params: { "page[size]": "100", ...(after === null ? {} : { "page[after]": after }) },
});
export const oneGroup = (groupId: string) => ({ path: "/api/v2/groups/{group_id}", values: { group_id: groupId }, params: {} });
export const oneTicket = (ticketId: string) => ({ path: "/api/v2/tickets/{ticket_id}", values: { ticket_id: ticketId }, params: {} });
export const ticketTags = (ticketId: string) => ({ path: "/api/v2/tickets/{ticket_id}/tags", values: { ticket_id: ticketId }, params: {} });
export const mergeInto = (ticketId: string) => ({ path: "/api/v2/tickets/{ticket_id}/merge", values: { ticket_id: ticketId }, params: {} });
export const jobStatus = (jobId: string) => ({
  path: "/api/v2/job_statuses/{job_status_id}",
  values: { job_status_id: jobId },
  params: {},
});

export interface Operation {
  path: string;
  values?: Readonly<Record<string, string>>;
  params: Readonly<Record<string, string>>;
}

/** The path with its values in it. */
export function endpointOf({ path, values }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(values?.[name] ?? ""));
}
