import type { IncomingMessage, ServerResponse } from "node:http";
import { ContractError, failure, oldFailure } from "./contract-error.ts";

export type Reply = { status: number; body?: unknown; headers?: Record<string, string>; raw?: string | Buffer };
export type Call = {
  method: string;
  path: string;
  /** As it came, without decoding: the proxy passes it on. */
  rawUrl: string;
  query: URLSearchParams;
  params: Record<string, string>;
  headers: Record<string, string>;
  body: Buffer;
};
export type Route = {
  method: string;
  /** Parts that begin with a colon are parameters; a last part * takes the rest. */
  path: string;
  access: "secret" | "secret or session" | "session" | "open";
  answer: (call: Call) => Promise<Reply>;
};
export type Guard = (call: Call, access: Route["access"]) => Promise<void>;

const LARGEST_BODY_BYTES = 60 * 1024 * 1024;
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET,POST,PUT,PATCH,DELETE,OPTIONS",
  "access-control-allow-headers":
    "Authorization, Content-Type, Accept, Origin, X-Requested-With, Nango-Activity-Log-Id, Nango-Is-Dry-Run, Nango-Is-Sync, Provider-Config-Key, Connection-Id, Sentry-Trace, Baggage",
};
const RATE_LIMIT = 200; // per minute as the hosted service says; shown and not enforced, as there is one tenant here

/** Answers requests by routes. Only loopback names are served: a page elsewhere cannot reach it by rebinding its own name. */
export function handlerOf(
  routes: readonly Route[],
  guard: Guard,
  report: (error: unknown, call: string) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  const matchers = routes.map((route) => ({ route, match: matcher(route.path) }));
  return (request, response) => {
    void handle(request, response).catch((error: unknown) => {
      report(error, `${request.method} ${request.url}`);
      response.destroy();
    });
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLoopbackHost(request.headers.host ?? ""))
      return send(response, failureReply(failure(403, "forbidden", "Only reachable from this machine")));
    if (request.method === "OPTIONS") return send(response, { status: 204 });
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, "") : "/";
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
    const call: Call = {
      method: request.method ?? "GET",
      path,
      rawUrl: request.url ?? "/",
      query: url.searchParams,
      params: {},
      headers,
      body: Buffer.alloc(0),
    };
    try {
      call.body = await readBody(request);
      await send(response, await dispatch(call));
    } catch (error) {
      if (!(error instanceof ContractError)) report(error, `${call.method} ${path}`);
      await send(
        response,
        error instanceof ContractError ? failureReply(error) : failureReply(oldFailure(500, "server_error", "Internal server error")),
      );
    }
  }

  async function dispatch(call: Call): Promise<Reply> {
    for (const { route, match } of matchers) {
      if (route.method !== "*" && route.method !== call.method) continue;
      const params = match(call.path);
      if (!params) continue;
      const matched = { ...call, params };
      await guard(matched, route.access);
      const reply = await route.answer(matched);
      const limits = {
        "x-ratelimit-limit": String(RATE_LIMIT),
        "x-ratelimit-remaining": String(RATE_LIMIT - 1),
        "x-ratelimit-reset": "60",
      };
      return route.access === "open" ? reply : { ...reply, headers: { ...limits, ...reply.headers } };
    }
    throw failure(404, "not_found", `${call.method} ${call.path} does not exist`);
  }
}

function failureReply(error: ContractError): Reply {
  return { status: error.status, body: error.body };
}

async function send(response: ServerResponse, reply: Reply): Promise<void> {
  const text = reply.raw ?? (reply.body === undefined ? "" : JSON.stringify(reply.body));
  const type = reply.raw === undefined && reply.body !== undefined ? { "content-type": "application/json; charset=utf-8" } : {};
  response.writeHead(reply.status, { ...CORS, ...type, ...reply.headers });
  response.end(text);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > LARGEST_BODY_BYTES) throw failure(413, "payload_too_large", "Request body is too large");
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/** The body as JSON; {} when there is none. */
export function jsonBody(call: Call): unknown {
  if (call.body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(call.body.toString("utf8"));
    return value;
  } catch {
    throw failure(400, "invalid_body", "The body is not valid JSON");
  }
}

export function isLoopbackHost(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}

function matcher(pattern: string): (path: string) => Record<string, string> | null {
  const wanted = pattern.split("/");
  return (path) => {
    const parts = path.split("/");
    const rest = wanted.at(-1) === "*";
    if (rest ? parts.length < wanted.length : parts.length !== wanted.length) return null;
    const params: Record<string, string> = {};
    for (const [index, part] of wanted.entries()) {
      if (rest && index === wanted.length - 1) break;
      const given = parts[index] ?? "";
      if (part.startsWith(":")) params[part.slice(1)] = decode(given);
      else if (part !== given) return null;
    }
    return params;
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
