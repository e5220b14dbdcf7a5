import * as z from "zod";
import { openSandbox } from "#server/sandbox/open-sandbox.ts";
import { createZendeskDoor, ZENDESK_CLIENT } from "#server/sandbox/vendors/zendesk/zendesk-door.ts";
import { smallShop } from "./ask-shopify.ts";
import type { Request } from "#server/sandbox/door.ts";
import type { Journal } from "#server/sandbox/journal.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { ShopSettings } from "#server/sandbox/shop/settings.ts";
import type { Delivery } from "#server/sandbox/vendors/kit/dispatcher.ts";
import type { Plan } from "#server/sandbox/vendors/zendesk/limits.ts";
import type { GrantProfile } from "#server/sandbox/vendors/zendesk/scopes.ts";
import type { ZendeskDoor } from "#server/sandbox/vendors/zendesk/zendesk-door.ts";

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  wire: string | undefined;
}

export interface TestDesk {
  sandbox: Sandbox;
  door: ZendeskDoor;
  token: string;
  delivered: Delivery[];
  wall: { nowMs: number };
  /** Asks with the token unless other headers are given. */
  ask(
    method: string,
    path: string,
    more?: { query?: Record<string, string>; body?: unknown; headers?: Request["headers"] },
  ): Promise<Answer>;
  /** Reads an answer of 200 by a schema. */
  read<T>(schema: z.ZodType<T>, path: string, query?: Record<string, string>): Promise<T>;
}

/** A helpdesk with its Zendesk door, reached without a network, on clocks that stand still. */
export function openTestDesk(
  given: { settings?: ShopSettings; journal?: Journal; plan?: Plan; profile?: GrantProfile; scopes?: readonly string[] } = {},
): TestDesk {
  const sandbox = openSandbox(given.settings ?? smallShop({ ordersPerDay: 150 }), given.journal);
  const wall = { nowMs: Date.UTC(2026, 10, 2, 12) };
  const delivered: Delivery[] = [];
  const door = createZendeskDoor(sandbox, {
    plan: given.plan ?? "unlimited",
    profile: given.profile ?? "full",
    wallNowMs: () => wall.nowMs,
    send: async (delivery) => {
      delivered.push(delivery);
      return true;
    },
  });
  const issued = door.tokens.issue({ clientId: ZENDESK_CLIENT.clientId, scopes: given.scopes ?? ["read", "write"], expiring: true });
  const desk: TestDesk = {
    sandbox,
    door,
    token: issued.access_token,
    delivered,
    wall,
    async ask(method, path, { query = {}, body, headers } = {}) {
      const reply = await door.answer({
        method,
        path,
        query: new URLSearchParams(query),
        headers: headers ?? { authorization: `Bearer ${desk.token}` },
        body: body === undefined ? "" : JSON.stringify(body),
      });
      if (!reply) throw new Error(`Nobody answers ${path}`);
      const isJson = reply.headers["content-type"]?.includes("json") ?? false;
      return { status: reply.status, headers: reply.headers, body: isJson ? JSON.parse(reply.body) : reply.body, wire: reply.wire };
    },
    async read(schema, path, query = {}) {
      const { status, body } = await desk.ask("GET", path, { query });
      if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
      return schema.parse(body);
    },
  };
  return desk;
}

const Exported = z.object({
  tickets: z.array(z.looseObject({ id: z.number(), status: z.string() })),
  users: z.array(z.unknown()).default([]),
  groups: z.array(z.object({ id: z.number(), name: z.string() })).default([]),
  after_cursor: z.string().nullable(),
  end_of_stream: z.boolean(),
});
export type Exported = z.infer<typeof Exported>;

/** All pages of the ticket export from the beginning, or from a cursor. */
export async function exportAll(desk: TestDesk, size: number, from: string | null = null): Promise<{ pages: Exported[]; cursor: string }> {
  const pages: Exported[] = [];
  let cursor = from;
  for (;;) {
    const place: Record<string, string> = cursor === null ? { start_time: "0" } : { cursor };
    const query = { ...place, per_page: String(size), include: "users,groups" };
    const page = await desk.read(Exported, "/api/v2/incremental/tickets/cursor.json", query);
    pages.push(page);
    cursor = page.after_cursor ?? cursor ?? "";
    if (page.end_of_stream) return { pages, cursor };
  }
}
