import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Emulator } from "../context.ts";
import { ContractError, failure, readInput } from "../http/contract-error.ts";
import { ConnectionHeaders, Flag, FunctionName } from "../http/fields.ts";
import { jsonBody, type Reply, type Route } from "../http/server.ts";
import type { RunFailure, RunOutcome } from "../runtime/messages.ts";
import { runFunction } from "../runtime/run-function.ts";
import { type Connection, findConnection } from "../store/connections.ts";
import { deliver } from "../webhooks/deliver.ts";

const Body = z.strictObject({ action_name: FunctionName, input: z.unknown().optional() });
const Headers = ConnectionHeaders.extend({ "x-async": Flag.optional(), "x-max-retries": z.coerce.number().int().min(0).max(5).default(0) });
const LARGEST_OUTPUT_BYTES = 2 * 1024 * 1024;

export function actionRoutes(emulator: Emulator): Route[] {
  const { database, pack } = emulator;

  async function run(connection: Connection, name: string, input: unknown): Promise<RunOutcome> {
    const { outcome } = await runFunction(emulator, {
      connection,
      type: "action",
      name,
      input,
      syncId: null,
      job: 0,
      startedAt: new Date().toISOString(),
    });
    if (outcome.ok && Buffer.byteLength(JSON.stringify(outcome.output)) > LARGEST_OUTPUT_BYTES) {
      return { ok: false, failure: { code: "action_output_too_big", message: "Output is too big", payload: {}, upstream: null } };
    }
    return outcome;
  }

  async function runLater(connection: Connection, name: string, input: unknown, id: string, retries: number): Promise<void> {
    let outcome = await run(connection, name, input);
    for (let again = 0; !outcome.ok && again < retries; again += 1) outcome = await run(connection, name, input);
    const { status, body } = outcome.ok ? { status: 200, body: outcome.output } : replyOf(outcome.failure);
    await database.query("insert into nango.action_result (id, status, body) values ($1, $2, $3)", [id, status, JSON.stringify(body)]);
    deliver(emulator, connection, {
      type: "async_action",
      from: "nango",
      connectionId: connection.connection_id,
      providerConfigKey: connection.provider_config_key,
      payload: { id, statusUrl: `/action/${id}` },
    });
  }

  return [
    {
      method: "POST",
      path: "/action/trigger",
      access: "secret",
      answer: async (call): Promise<Reply> => {
        const headers = readInput("headers", Headers, call.headers);
        const body = readInput("body", Body, jsonBody(call));
        const connection = await findConnection(database, headers["provider-config-key"], headers["connection-id"]);
        if (!connection)
          throw failure(400, "unknown_connection", "Provided ConnectionId and ProviderConfigKey does not match a valid connection");
        if (!pack.findAction(headers["provider-config-key"], body.action_name)) throw failure(404, "not_found", "Action not found");
        if (headers["x-async"]) {
          const id = randomUUID();
          emulator.background(runLater(connection, body.action_name, body.input ?? null, id, headers["x-max-retries"]));
          return { status: 202, headers: { location: `/action/${id}` }, body: { id, statusUrl: `/action/${id}` } };
        }
        const outcome = await run(connection, body.action_name, body.input ?? null);
        if (outcome.ok) return { status: 200, body: outcome.output };
        const { status, body: failed } = replyOf(outcome.failure);
        throw new ContractError(status, failed.error);
      },
    },
    {
      method: "GET",
      path: "/action/:id",
      access: "secret",
      answer: async ({ params }) => {
        const id = params["id"] ?? "";
        const rows = z.uuid().safeParse(id).success
          ? await database.query<{ status: number; body: unknown }>("select status, body from nango.action_result where id = $1", [id])
          : [];
        if (!rows[0]) throw failure(404, "not_found", `No action '${id}' found`);
        return rows[0];
      },
    },
  ];
}

/** A vendor's own error is 424; what the function or the runner did wrong is 500. */
function replyOf(failed: RunFailure): { status: number; body: { error: { code: string; [key: string]: unknown } } } {
  const message = failed.message === null ? {} : { message: failed.message };
  if (failed.upstream) return { status: 424, body: { error: { payload: failed.payload, code: failed.code, upstream: failed.upstream } } };
  return { status: 500, body: { error: { ...message, code: failed.code, payload: failed.payload } } };
}
