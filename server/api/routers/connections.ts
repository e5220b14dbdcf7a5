import * as z from "zod";
import { beginConnection } from "#server/services/connections/begin-connection.ts";
import { beginReconnection } from "#server/services/connections/begin-reconnection.ts";
import { confirmConnection } from "#server/services/connections/confirm-connection.ts";
import { Calibration, Evidence, SyncState } from "#server/services/connections/connection-facts.ts";
import { getConnection } from "#server/services/connections/get-connection.ts";
import { listCatalogue } from "#server/services/connections/list-catalogue.ts";
import { listConnections } from "#server/services/connections/list-connections.ts";
import { missingEvidence } from "#server/services/connections/missing-evidence.ts";
import { requestErasure } from "#server/services/connections/request-erasure.ts";
import { requestPause } from "#server/services/connections/request-pause.ts";
import { syncNow } from "#server/services/connections/sync-now.ts";
import { permitted, router } from "../trpc.ts";

const State = z.enum(["active", "paused", "broken", "gone", "erasing"]);
const JobState = z.enum(["waiting", "running", "retrying", "done", "failed", "cancelled"]);
const Started = z.object({ jobRunId: z.uuid() });
const ById = z.object({ connectionId: z.uuid() });

const Scope = z.object({
  scope: z.string(),
  brings: z.string(),
  without: z.string(),
  kind: z.enum(["needed", "evidence", "action"]),
});

const Catalogue = z.object({
  state: z.enum(["ready", "off", "unreachable"]).describe("off: no Nango is set; unreachable: it does not answer now"),
  sandbox: z.boolean().describe("what is connected here is the sandbox shop of this machine"),
  integrations: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      kind: z.enum(["store", "erp", "helpdesk", "shipping", "3pl"]),
      contributes: z.array(z.object({ workflow: z.string(), what: z.string() })),
      scopes: z.array(Scope),
      offered: z.boolean().describe("set up at Nango, so that it can be connected"),
    }),
  ),
});

const Connection = z.object({
  id: z.uuid(),
  integration: z.string(),
  provider: z.string(),
  system: z.string().describe("the integration's name, as people say it"),
  name: z.string(),
  state: State,
  problem: z.string().nullable().describe("what is the matter and what to do, in a sentence"),
  connectedAt: z.date(),
  checkedAt: z.date().nullable(),
  syncs: z.array(SyncState),
});

const Listed = Connection.extend({
  events: z.number().int(),
  newestEventAt: z.string().nullable(),
  sameAs: z.string().nullable().describe("an older connection that looks like the same account: what is in it counts twice"),
  numberedLike: z
    .string()
    .nullable()
    .describe("an older connection whose account counts its cases from one too: those of one number are taken for one case"),
});

const Details = Connection.extend({
  calibration: Calibration.nullable().describe("what the vendor says of the account; null until it was asked"),
  evidence: Evidence.extend({
    actors: z.array(Evidence.shape.actors.element.extend({ machine: z.boolean().describe("named as a machine by a person") })),
  })
    .nullable()
    .describe("what the events say of themselves; people stand under pseudonyms"),
  models: z.array(z.object({ model: z.string(), present: z.number().int(), deleted: z.number().int(), newestAt: z.date() })),
  setAside: z
    .object({
      kinds: z.array(z.object({ model: z.string(), count: z.number().int() })),
      rows: z.array(z.object({ model: z.string(), id: z.string(), reason: z.string().nullable(), since: z.date() })),
    })
    .describe("rows of the vendor that could not be read: how many of each kind, and the newest by their own ids"),
  job: z.object({ id: z.uuid(), name: z.string(), state: JobState }).nullable(),
  scopes: z.array(Scope.extend({ granted: z.boolean().nullable(), untold: z.boolean() })),
  news: z.string().nullable().describe("how soon a change at the vendor is seen here"),
  limits: z.array(z.string()),
});

const ConnectDoor = z.object({
  sessionToken: z.string().describe("lets a browser connect this one system for this workspace, for half an hour"),
  apiUrl: z.string(),
  connectUrl: z.string(),
});

export const connectionsRouter = router({
  catalogue: permitted("connections.read")
    .input(z.object({}))
    .output(Catalogue)
    .query(({ ctx }) => listCatalogue(ctx)),

  list: permitted("connections.read")
    .input(z.object({}))
    .output(z.array(Listed))
    .query(async ({ ctx }) => z.array(Listed).parse(await listConnections(ctx))),

  get: permitted("connections.read")
    .input(ById)
    .output(Details)
    .query(async ({ ctx, input }) => Details.parse(await getConnection(ctx, input))),

  /** What the evidence of the connected systems lacks, and what would bring it. */
  missing: permitted("connections.read")
    .input(z.object({}))
    .output(
      z.array(
        z.object({
          connectionId: z.uuid(),
          name: z.string(),
          workflows: z.array(z.string()).describe("those it contributes to"),
          scopes: z.array(
            z.object({
              scope: z.string(),
              brings: z.string(),
              without: z.string(),
              workflows: z.array(z.string()).describe("those that suffer"),
            }),
          ),
          people: z.number().int(),
          nameless: z.number().int(),
        }),
      ),
    )
    .query(({ ctx }) => missingEvidence(ctx)),

  begin: permitted("connections.manage")
    .input(z.object({ integration: z.string().min(1).max(255) }))
    .output(ConnectDoor)
    .mutation(({ ctx, input }) => beginConnection(ctx, input)),

  beginAgain: permitted("connections.manage")
    .input(ById)
    .output(ConnectDoor)
    .mutation(({ ctx, input }) => beginReconnection(ctx, input)),

  confirm: permitted("connections.manage")
    .input(
      z.object({
        integration: z.string().min(1).max(255),
        nangoConnectionId: z.string().min(1).max(255),
        again: z.boolean().default(false).describe("a connection that was there got new access"),
      }),
    )
    .output(z.object({ connectionId: z.uuid(), jobRunId: z.uuid().nullable() }))
    .mutation(({ ctx, input }) => confirmConnection(ctx, input)),

  syncNow: permitted("connections.manage")
    .input(ById)
    .output(Started)
    .mutation(({ ctx, input }) => syncNow(ctx, input)),

  pause: permitted("connections.manage")
    .input(ById)
    .output(Started)
    .mutation(({ ctx, input }) => requestPause(ctx, { ...input, pause: true })),

  resume: permitted("connections.manage")
    .input(ById)
    .output(Started)
    .mutation(({ ctx, input }) => requestPause(ctx, { ...input, pause: false })),

  erase: permitted("connections.manage")
    .input(ById.extend({ confirmName: z.string().max(300) }))
    .output(Started)
    .mutation(({ ctx, input }) => requestErasure(ctx, input)),
});
