import * as z from "zod";
import { jsonReply } from "../../door.ts";
import { ADMIN_ACCOUNT, TOKEN_ACCOUNT } from "../../departments/helpdesk/agents.ts";
import { GROUP_LIST } from "../../departments/helpdesk/groups.ts";
import { findTicket } from "../../departments/helpdesk/state.ts";
import { unreachable } from "../../unreachable.ts";
import { urlOf } from "./account.ts";
import { auditShape, groupShape, ticketShape, userShape } from "./shapes.ts";
import { hasScope } from "./scopes.ts";
import type { Reply, Request } from "../../door.ts";
import type { HelpdeskAction, HelpdeskRefusal, HelpdeskResult } from "../../departments/helpdesk/act.ts";
import type { Ticket } from "../../departments/helpdesk/ticket.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { TicketExport } from "./ticket-export.ts";

/** Who asks, and what for. */
export interface Call {
  request: Request;
  scopes: ReadonlySet<string>;
  /** An agent may not export; an admin may. */
  isAdmin: boolean;
  userId: number;
  cutsPages: boolean;
}

const Id = z.coerce.number().int();
const TicketUpdate = z.object({
  ticket: z.looseObject({
    group_id: Id.nullish(),
    assignee_id: Id.nullish(),
    priority: z.enum(["low", "normal", "high", "urgent"]).nullish(),
    status: z.enum(["open", "pending", "solved"]).nullish(),
    comment: z.object({ body: z.string(), public: z.boolean().default(true) }).nullish(),
    tags: z.array(z.string()).nullish(),
    safe_update: z.unknown().optional(),
    updated_stamp: z.string().nullish(),
  }),
});
const TagChange = z.object({ tags: z.array(z.string()), updated_stamp: z.string().nullish(), safe_update: z.unknown().optional() });
const Merge = z.object({ ids: z.array(Id).min(1) });

const LARGEST_EXPORT = 1000;
const LARGEST_PAGE = 100;
const MOST_IDS = 100;

/** The vendor's API v2, as far as it is served. */
export interface Api {
  /** Null for a path that is not served. */
  answer(call: Call): Reply | null;
}

export function createApi(sandbox: Sandbox, input: { app: AppActor; ticketExport: TicketExport }): Api {
  const { helpdesk } = sandbox.departments;
  const jobs = new Map<string, Record<string, unknown>>();

  function exportTickets({ request, isAdmin, scopes, cutsPages }: Call): Reply {
    if (!isAdmin || !scopes.has("read")) return forbidden();
    const cursor = request.query.get("cursor");
    const startTime = Number(request.query.get("start_time") ?? Number.NaN);
    if (cursor === null && !Number.isInteger(startTime)) return badRequest("StartTimeMissing", "Missing start_time");
    if (cursor !== null && sandbox.faults.take("cursor expired")) return badRequest("InvalidCursor", "The cursor has expired");
    const size = Math.min(LARGEST_EXPORT, Number(request.query.get("per_page") ?? LARGEST_EXPORT) || LARGEST_EXPORT);
    const page = input.ticketExport.page(cursor === null ? { startTime } : { cursor }, size, cutsPages);
    if (page === "invalid") return badRequest("InvalidCursor", "The cursor is not valid");
    if (page === "too recent") return badRequest("StartTimeTooRecent", "Too recent start_time. Use a start_time older than 1 minute");
    const tickets = page.tickets.filter(({ status }) => status !== "deleted" || request.query.get("exclude_deleted") !== "true");
    const includes = (request.query.get("include") ?? "").split(",");
    return jsonReply(200, {
      tickets: tickets.map(ticketShape),
      ...(includes.includes("users") ? { users: usersOf(tickets) } : {}),
      ...(includes.includes("groups") ? { groups: GROUP_LIST.map(groupShape) } : {}),
      after_url: page.afterCursor === null ? null : urlOf(`/api/v2/incremental/tickets/cursor.json?cursor=${page.afterCursor}`),
      before_url: null,
      after_cursor: page.afterCursor,
      before_cursor: null,
      end_of_stream: page.isEnd,
    });
  }

  function usersOf(tickets: readonly Ticket[]): unknown[] {
    const ids = new Set(
      tickets.flatMap(({ requesterId, assigneeId }) => (assigneeId === null ? [requesterId] : [requesterId, assigneeId])),
    );
    return [...ids].sort((a, b) => a - b).flatMap((id) => userShape(sandbox, id) ?? []);
  }

  /** By cursor where `page[size]` is given, by offset otherwise: the vendor has both. */
  function listAudits(call: Call, ticket: Ticket): Reply {
    if (!call.scopes.has("read")) return forbidden();
    const { query } = call.request;
    if (!query.has("page[size]")) {
      const audits = ticket.saves.slice(0, LARGEST_PAGE).map(auditShape);
      return jsonReply(200, { audits, count: ticket.saves.length, next_page: null, previous_page: null });
    }
    const size = Math.min(LARGEST_PAGE, Math.max(1, Number(query.get("page[size]")) || LARGEST_PAGE));
    const after = query.get("page[after]");
    const start = after === null ? 0 : Number(Buffer.from(after, "base64").toString("utf8"));
    if (!Number.isInteger(start)) return badRequest("InvalidPaginationParameter", "page[after] is not valid");
    const saves = ticket.saves.slice(start, start + size);
    const end = start + saves.length;
    const next = Buffer.from(String(end)).toString("base64");
    const hasMore = end < ticket.saves.length;
    return jsonReply(200, {
      audits: saves.map(auditShape),
      meta: { has_more: hasMore, after_cursor: saves.length > 0 ? next : null, before_cursor: null },
      links: {
        next: hasMore ? urlOf(`/api/v2/tickets/${ticket.id}/audits.json?page[size]=${size}&page[after]=${next}`) : null,
        prev: null,
      },
    });
  }

  function act(call: Call, action: HelpdeskAction): HelpdeskResult | Reply {
    if (!hasScope(call.scopes, "tickets", "write")) return forbidden();
    return helpdesk.act(action, input.app);
  }

  function updateTicket(call: Call, ticketId: number): Reply {
    const read = TicketUpdate.safeParse(readJson(call.request.body));
    if (!read.success) return invalid("ticket", "Unprocessable ticket");
    const { ticket } = read.data;
    const result = act(call, {
      kind: "update ticket",
      ticketId,
      groupId: ticket.group_id ?? null,
      assigneeId: ticket.assignee_id ?? null,
      priority: ticket.priority === null ? "none" : (ticket.priority ?? null),
      status: ticket.status ?? null,
      comment: ticket.comment ? { isPublic: ticket.comment.public, body: ticket.comment.body } : null,
      tags: ticket.tags ?? null,
      unchangedSinceMs: stampOf("safe_update" in ticket, ticket.updated_stamp),
    });
    if (!("ok" in result)) return result;
    if (!result.ok) return refused(result.refusal);
    return jsonReply(200, { ticket: ticketShape(result.ticket), ...(result.save ? { audit: auditShape(result.save) } : {}) });
  }

  function changeTags(call: Call, ticketId: number): Reply {
    const read = TagChange.safeParse(readJson(call.request.body));
    if (!read.success) return invalid("tags", "Tags: is invalid");
    const isAdding = call.request.method === "PUT";
    const { tags, updated_stamp: stamp } = read.data;
    const result = act(call, {
      kind: "change tags",
      ticketId,
      add: isAdding ? tags : [],
      remove: isAdding ? [] : tags,
      unchangedSinceMs: stampOf("safe_update" in read.data, stamp),
    });
    if (!("ok" in result)) return result;
    if (!result.ok) return refused(result.refusal);
    return isAdding ? jsonReply(200, { tags: result.ticket.tags }) : { status: 204, headers: {}, body: "" };
  }

  /** The vendor queues a merge and tells its end by a job. */
  function merge(call: Call, targetId: number): Reply {
    const read = Merge.safeParse(readJson(call.request.body));
    if (!read.success) return invalid("ids", "Ids: are missing");
    const result = act(call, { kind: "merge tickets", targetId, sourceIds: read.data.ids });
    if (!("ok" in result)) return result;
    if (!result.ok && result.refusal === "not found" && !findTicket(helpdesk.state, targetId)) return notFound();
    const id = `V3-${String(jobs.size + 1).padStart(8, "0")}`;
    const base = { id, job_type: "Merge Tickets", url: urlOf(`/api/v2/job_statuses/${id}.json`), total: read.data.ids.length };
    jobs.set(id, {
      ...base,
      progress: read.data.ids.length,
      status: result.ok ? "completed" : "failed",
      message: result.ok ? `Completed at ${new Date(helpdesk.state.nowMs).toISOString()}` : `Merge refused: ${result.refusal}`,
      results: result.ok ? { success: true } : null,
    });
    return jsonReply(200, { job_status: { ...base, progress: null, status: "queued", message: null, results: null } });
  }

  function showMany(call: Call): Reply {
    if (!hasScope(call.scopes, "users", "read")) return forbidden();
    const ids = (call.request.query.get("ids") ?? "").split(",").filter((id) => id !== "");
    if (ids.length > MOST_IDS) return badRequest("InvalidValue", `At most ${MOST_IDS} ids`);
    const users = ids.flatMap((id) => userShape(sandbox, Number(id)) ?? []);
    return jsonReply(200, { users, count: users.length, next_page: null, previous_page: null });
  }

  function listStaff(call: Call): Reply {
    if (!hasScope(call.scopes, "users", "read")) return forbidden();
    const ids = [ADMIN_ACCOUNT, TOKEN_ACCOUNT, ...helpdesk.state.agents].map(({ id }) => id);
    return jsonReply(200, {
      users: ids.flatMap((id) => userShape(sandbox, id) ?? []),
      meta: { has_more: false, after_cursor: null, before_cursor: null },
      links: { next: null, prev: null },
    });
  }

  function ofTicket(call: Call, id: number, part: string): Reply | null {
    const ticket = findTicket(helpdesk.state, id);
    if (!ticket || ticket.status === "deleted") return notFound();
    switch (`${call.request.method} ${part}`) {
      case "GET ":
        return hasScope(call.scopes, "tickets", "read") ? jsonReply(200, { ticket: ticketShape(ticket) }) : forbidden();
      case "PUT ":
        return updateTicket(call, id);
      case "GET /audits":
        return listAudits(call, ticket);
      case "PUT /tags":
      case "DELETE /tags":
        return changeTags(call, id);
      case "POST /merge":
        return merge(call, id);
      default:
        return null;
    }
  }

  return {
    answer(call) {
      const path = call.request.path.replace(/\.json$/, "");
      const ticket = /^\/api\/v2\/tickets\/(\d+)(\/[a-z_]+)?$/.exec(path);
      if (ticket) return ofTicket(call, Number(ticket[1]), ticket[2] ?? "");
      const job = /^\/api\/v2\/job_statuses\/([\w-]+)$/.exec(path);
      const group = /^\/api\/v2\/groups\/(\d+)$/.exec(path);
      switch (`${call.request.method} ${job ? "/api/v2/job_statuses" : group ? "/api/v2/groups/{id}" : path}`) {
        case "GET /api/v2/incremental/tickets/cursor":
          return exportTickets(call);
        case "GET /api/v2/users/show_many":
          return showMany(call);
        case "GET /api/v2/users":
          return listStaff(call);
        case "GET /api/v2/users/me":
          return jsonReply(200, { user: userShape(sandbox, call.userId) });
        case "GET /api/v2/groups":
          return jsonReply(200, {
            groups: GROUP_LIST.map(groupShape),
            meta: { has_more: false, after_cursor: null, before_cursor: null },
            links: { next: null, prev: null },
          });
        case "GET /api/v2/groups/{id}": {
          const found = GROUP_LIST.find(({ id }) => String(id) === group?.[1]);
          return found ? jsonReply(200, { group: groupShape(found) }) : notFound();
        }
        case "GET /api/v2/job_statuses": {
          const found = jobs.get(job?.[1] ?? "");
          return found ? jsonReply(200, { job_status: found }) : notFound();
        }
        default:
          return null;
      }
    },
  };
}

/** Anything under the name safe_update switches the comparison on: false does too, as the vendor says. */
function stampOf(isSafe: boolean, stamp: string | null | undefined): number | null {
  if (!isSafe) return null;
  const ms = Date.parse(stamp ?? "");
  return Number.isNaN(ms) ? 0 : ms;
}

function refused(refusal: HelpdeskRefusal): Reply {
  switch (refusal) {
    case "not found":
      return notFound();
    case "stale":
      return jsonReply(409, {
        error: "UpdateConflict",
        description: "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.",
      });
    case "closed":
      return invalid("status", "Status: closed prevents ticket update");
    case "unknown group":
      return invalid("group", "Group: is invalid");
    case "unknown assignee":
      return invalid("assignee", "Assignee: is invalid");
    case "not in group":
      return invalid("assignee", "Assignee: is not a member of the group");
    case "same ticket":
      return invalid("ids", "Ids: a ticket cannot be merged into itself");
  }
  return unreachable();
}

const notFound = (): Reply => jsonReply(404, { error: "RecordNotFound", description: "Not found" });
const forbidden = (): Reply => jsonReply(403, { error: "Forbidden", description: "You do not have access to this page." });
const badRequest = (error: string, description: string): Reply => jsonReply(400, { error, description });
const invalid = (field: string, description: string): Reply =>
  jsonReply(422, {
    error: "RecordInvalid",
    description: "Record validation errors",
    details: { [field]: [{ description, error: "Invalid" }] },
  });

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
