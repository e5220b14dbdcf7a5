import { z } from "zod";
import type { Emulator } from "../context.ts";
import { failure, oldFailure, readInput } from "../http/contract-error.ts";
import { ConnectionHeaders } from "../http/fields.ts";
import type { Route } from "../http/server.ts";
import { findConnection } from "../store/connections.ts";
import { callVendor, VendorUnreachable } from "../vendor/request.ts";
import { TokenError } from "../vendor/tokens.ts";

const Headers = ConnectionHeaders.extend({
  retries: z.coerce.number().int().min(0).max(10).default(0),
  "retry-on": z
    .string()
    .transform((text) => text.split(",").map(Number))
    .optional(),
  "base-url-override": z.string().optional(),
});
const PASSED_BACK = ["content-type", "x-request-id", "x-correlation-id"];
const FORWARDED = /^nango-proxy-/;
const KEPT = new Set(["content-type", "accept"]);

export function proxyRoutes(emulator: Emulator): Route[] {
  return [
    {
      method: "*",
      path: "/proxy/*",
      access: "secret",
      answer: async (call) => {
        const options = readInput("headers", Headers, call.headers);
        const connection = await findConnection(emulator.database, options["provider-config-key"], options["connection-id"]);
        if (!connection) throw failure(400, "server_error", "Failed to get connection");
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(call.headers)) {
          if (FORWARDED.test(name)) headers[name.replace(FORWARDED, "")] = value;
          else if (KEPT.has(name)) headers[name] ??= value;
        }
        const target = new URL(call.rawUrl, "http://127.0.0.1");
        try {
          const answer = await callVendor(emulator, connection, {
            method: call.method,
            endpoint: target.pathname.replace(/^\/proxy/, ""),
            query: [...target.searchParams],
            headers,
            body: call.body.length > 0 ? call.body : null,
            retries: options.retries,
            retryOn: options["retry-on"] ?? [],
            retryHeader: { at: null, after: null },
            baseUrlOverride: options["base-url-override"] || null,
            caller: "api",
          });
          const passed = Object.fromEntries(PASSED_BACK.flatMap((name) => (answer.headers[name] ? [[name, answer.headers[name]]] : [])));
          return { status: answer.status, raw: answer.body, headers: passed };
        } catch (error) {
          if (error instanceof VendorUnreachable) throw oldFailure(500, "server_error", error.message, { code: error.code });
          if (error instanceof TokenError)
            throw oldFailure(424, "invalid_credentials", error.message, { status: error.status, answer: error.answer });
          throw error;
        }
      },
    },
  ];
}
