import { Nango } from "@nangohq/node";
import * as z from "zod";
import type { NangoSettings } from "#server/settings.ts";
import { ConnectSession, Integration, ListedConnection, OneConnection, RecordPage, SyncStatus, type NangoRecord } from "./nango-answers.ts";
import { asNangoError } from "./nango-error.ts";

/** A connection at Nango: our integration key and its connection id. */
export type At = { integration: string; nangoConnectionId: string };

type SessionOf = { tags: Record<string, string>; config: Record<string, string> };

const Dated = z.object({ date: z.string() });
/** What a single answer leaves open of the time: a whole second of the header, and half of one on the way. */
const LEFT_OPEN_MS = 1_500;
const PAGE_CONNECTIONS = 1_000; // At most 2,000 are given at once.

/** The only code that talks to Nango, be it the hosted, a self-hosted or the embedded one. All methods throw NangoError. */
export class NangoClient {
  readonly #nango: Nango;
  /** How far Nango's clock is ahead of `performance.now()`, at least; null before its first answer. */
  #aheadMs: number | null = null;

  constructor({ host, secretKey, webhookSigningKey }: NangoSettings) {
    const onFulfilled = <Answer extends { headers: unknown }>(answer: Answer): Answer => {
      this.#hear(Date.parse(Dated.safeParse(answer.headers).data?.date ?? ""));
      return answer;
    };
    this.#nango = new Nango({ host, secretKey, webhookSigningKey }, { interceptors: { response: { onFulfilled } } });
  }

  /**
   * The moment so long from now by Nango's own clock, on which the functions of the pack run, as its last answer told it: neither our clock nor a
   * virtual one of a test is compared with theirs. It may be too early by what the answers leave open, and is never too late. By our own clock
   * before the first answer.
   */
  momentIn(milliseconds: number): Date {
    return new Date((this.#aheadMs === null ? Date.now() : this.#aheadMs + performance.now()) + milliseconds);
  }

  /** An answer tells whole seconds and took a while to come, so each says "at least": the most counts, until the clock is seen to be set back. */
  #hear(shownMs: number): void {
    if (Number.isNaN(shownMs)) return;
    const aheadMs = shownMs - performance.now();
    if (this.#aheadMs === null || aheadMs > this.#aheadMs || aheadMs < this.#aheadMs - LEFT_OPEN_MS) this.#aheadMs = aheadMs;
  }

  /** Whether Nango signed this very body. It has to be the raw one. */
  isSigned(rawBody: string, headers: Record<string, string>): boolean {
    return this.#nango.verifyIncomingWebhookRequest(rawBody, headers);
  }

  /** The integrations set up there. */
  listIntegrations = () =>
    ask(() => this.#nango.listIntegrations(), z.object({ configs: z.array(Integration) })).then(({ configs }) => configs);

  /**
   * A session with which a browser may connect one integration; half an hour long.
   *
   * @param config what the person does not have to type, such as the name of the shop
   */
  createConnectSession = ({ integration, tags, config }: SessionOf & { integration: string }) =>
    ask(
      () => this.#nango.createConnectSession({ tags, allowed_integrations: [integration], ...defaultsOf(integration, config) }),
      z.object({ data: ConnectSession }),
    ).then(({ data }) => data);

  /** A session with which a browser may give a connection new credentials, for the same account as before. */
  createReconnectSession = ({ integration, nangoConnectionId, tags, config }: At & SessionOf) =>
    ask(
      () =>
        this.#nango.createReconnectSession({
          connection_id: nangoConnectionId,
          integration_id: integration,
          tags,
          ...defaultsOf(integration, config),
        }),
      z.object({ data: ConnectSession }),
    ).then(({ data }) => data);

  /** Every connection there, page by page. */
  async *eachConnection(): AsyncGenerator<z.infer<typeof ListedConnection>> {
    for (let page = 0; ; page += 1) {
      // The SDK sends `page`, and its types forget to say so.
      const query = { limit: PAGE_CONNECTIONS, page };
      const { connections } = await ask(() => this.#nango.listConnections(query), z.object({ connections: z.array(ListedConnection) }));
      yield* connections;
      if (connections.length < PAGE_CONNECTIONS) return;
    }
  }

  /** One connection without its credentials. @param refresh makes Nango get a new token first, which proves that the vendor still lets us in */
  getConnection = ({ integration, nangoConnectionId }: At, { refresh = false }: { refresh?: boolean } = {}) =>
    ask(() => this.#nango.getConnection(integration, nangoConnectionId, refresh), OneConnection);

  /** Removes it there, with its credentials, records and schedules. Not there is as good. */
  async deleteConnection({ integration, nangoConnectionId }: At): Promise<void> {
    try {
      await this.#nango.deleteConnection(integration, nangoConnectionId);
    } catch (thrown) {
      const error = asNangoError(thrown);
      if (!error.isUnknownConnection) throw error;
    }
  }

  /** How each sync of a connection stands; [] when it has none. */
  syncStatus = ({ integration, nangoConnectionId }: At) =>
    ask(() => this.#nango.syncStatus(integration, "*", nangoConnectionId), z.object({ syncs: z.array(SyncStatus) })).then(
      ({ syncs }) => syncs,
    );

  triggerSyncs = ({ integration, nangoConnectionId }: At, syncs: string[]) =>
    ask(() => this.#nango.triggerSync(integration, syncs, nangoConnectionId), z.unknown());

  pauseSyncs = ({ integration, nangoConnectionId }: At, syncs: string[]) =>
    ask(() => this.#nango.pauseSync(integration, syncs, nangoConnectionId), z.unknown());

  startSyncs = ({ integration, nangoConnectionId }: At, syncs: string[]) =>
    ask(() => this.#nango.startSync(integration, syncs, nangoConnectionId), z.unknown());

  /** Runs an action of the pack and waits for its answer. Whether it changes anything at the vendor is the action's business. */
  triggerAction = ({ integration, nangoConnectionId }: At, action: string, input: Readonly<Record<string, unknown>>) =>
    ask(() => this.#nango.triggerAction(integration, nangoConnectionId, action, input), z.unknown());

  /**
   * A page of a model's records in the order in which they changed, deleted ones among them.
   *
   * @param cursor of the last record that was read; null from the beginning
   */
  listRecords = (
    { integration, nangoConnectionId }: At,
    { model, cursor, limit }: { model: string; cursor: string | null; limit: number },
  ) =>
    ask(
      () =>
        this.#nango.listRecords({
          providerConfigKey: integration,
          connectionId: nangoConnectionId,
          model,
          limit,
          ...(cursor === null ? {} : { cursor }),
        }),
      RecordPage,
    ).then((page): { records: NangoRecord[]; more: boolean } => ({ records: page.records, more: page.next_cursor != null }));
}

const defaultsOf = (integration: string, config: Record<string, string>) =>
  Object.keys(config).length > 0 ? { integrations_config_defaults: { [integration]: { connection_config: config } } } : {};

async function ask<Schema extends z.ZodType>(call: () => Promise<unknown>, schema: Schema): Promise<z.infer<Schema>> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    throw asNangoError(error);
  }
  return schema.parse(answer);
}

const clients = new WeakMap<NangoSettings, NangoClient>();

/** The client of these settings, made once. */
export function nangoClientOf(settings: NangoSettings): NangoClient {
  const known = clients.get(settings) ?? new NangoClient(settings);
  clients.set(settings, known);
  return known;
}
