import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Emulator } from "../context.ts";
import { oldFailure } from "../http/contract-error.ts";
import { type Connection, type Credentials, getConnectionRow, openCredentials } from "../store/connections.ts";
import { appCredentials, findIntegration } from "../store/integrations.ts";
import { interpolate, type Names } from "./interpolate.ts";
import { oauth1Header } from "./oauth1.ts";
import { findProvider, type Provider } from "./provider.ts";
import { freshCredentials } from "./tokens.ts";
import { redirect } from "./upstreams.ts";

export type VendorRequest = {
  method: string;
  /** Path below the provider's base URL, or a whole URL on the same vendor. */
  endpoint: string;
  query: readonly (readonly [string, string])[];
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
  retries: number;
  retryOn: readonly number[];
  /** Names of headers that say how long to wait, or until when. */
  retryHeader: { at: string | null; after: string | null };
  baseUrlOverride: string | null;
  /** Within a function a 401 is repeated only when the token was renewed meanwhile. */
  caller: "api" | "function";
};
export type VendorAnswer = { status: number; headers: Record<string, string>; body: Buffer; url: string };

/** The vendor could not be reached at all; `code` as Node names it. */
export class VendorUnreachable extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "VendorUnreachable";
    this.code = code;
  }
}

const LONGEST_WAIT_MS = 600_000;

/** Calls a vendor with the connection's credentials, again as often as asked for while the failure may pass. @throws VendorUnreachable, TokenError */
export async function callVendor(emulator: Emulator, connection: Connection, request: VendorRequest): Promise<VendorAnswer> {
  const provider = findProvider(connection.provider);
  if (!provider) throw oldFailure(400, "unknown_provider_template_in_config", `No provider ${connection.provider}`);
  for (let attempt = 0; ; attempt += 1) {
    const row = attempt === 0 ? connection : await getConnectionRow(emulator.database, connection.id);
    const credentials = await freshCredentials(emulator, row, false);
    let answer: VendorAnswer;
    try {
      answer = await callOnce(emulator, connection, provider, credentials, request);
    } catch (error) {
      if (!(error instanceof VendorUnreachable) || attempt >= request.retries) throw error;
      await wait(backoffMs(emulator, attempt));
      continue;
    }
    if (attempt >= request.retries || !isRetryable(answer, provider, request)) return answer;
    if (answer.status === 401 && request.caller === "function" && (attempt > 0 || !(await isRenewed(emulator, connection.id, credentials))))
      return answer;
    await wait(waitMs(answer, provider, request) ?? backoffMs(emulator, attempt));
  }
}

async function isRenewed(emulator: Emulator, id: number, used: Credentials): Promise<boolean> {
  const now = openCredentials(emulator.seal, await getConnectionRow(emulator.database, id));
  return JSON.stringify(now) !== JSON.stringify(used);
}

async function callOnce(
  emulator: Emulator,
  connection: Connection,
  provider: Provider,
  credentials: Credentials,
  request: VendorRequest,
): Promise<VendorAnswer> {
  const names: Names = { connectionConfig: connection.connection_config, credentials };
  const url = new URL(vendorUrl(provider, names, request));
  for (const [name, template] of Object.entries(provider.proxy?.query ?? {})) {
    const value = interpolate(template, names);
    if (value !== null) url.searchParams.set(name, value);
  }
  for (const [name, value] of request.query) url.searchParams.append(name, value);
  const target = redirect(emulator.upstreams, connection.provider, url.href);
  const signed =
    credentials.type === "TBA" ? { authorization: await signature(emulator, connection, credentials, request.method, url) } : {};
  const headers: Record<string, string> = { ...target.headers, ...authorization(credentials), ...signed };
  for (const [name, template] of Object.entries(provider.proxy?.headers ?? {})) {
    const value = interpolate(template, names);
    if (value !== null) headers[name.toLowerCase()] = value;
  }
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  try {
    const response = await fetch(target.url, {
      method: request.method,
      headers,
      body: request.body === null || ["GET", "HEAD"].includes(request.method) ? null : new Uint8Array(request.body),
      // A redirect could lead off this machine; the caller sees it as it is.
      redirect: "manual",
      signal: AbortSignal.timeout(emulator.settings.vendorTimeoutMs),
    });
    const body = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: Object.fromEntries(response.headers), body, url: url.href };
  } catch (error) {
    throw new VendorUnreachable(codeOf(error), `${request.method} ${url.origin}${url.pathname} failed`);
  }
}

function vendorUrl(provider: Provider, names: Names, request: VendorRequest): string {
  const base = request.baseUrlOverride ?? provider.proxy?.base_url ?? null;
  const filled = base === null ? null : interpolate(base, names);
  if (filled === null) throw oldFailure(400, "missing_base_api_url", "The provider has no base URL for this connection");
  if (URL.canParse(request.endpoint)) {
    // A next-page link is whole; a token must not follow it to another host.
    if (new URL(request.endpoint).host !== new URL(filled).host)
      throw oldFailure(400, "base_url_override_not_allowed", "The endpoint is on another host than the connection's");
    return request.endpoint;
  }
  return `${filled.replace(/\/$/, "")}/${request.endpoint.replace(/^\//, "")}`;
}

function authorization(credentials: Credentials): Record<string, string> {
  if (credentials.type === "OAUTH2") return { authorization: `Bearer ${credentials.access_token}` };
  if (credentials.type === "BASIC")
    return { authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}` };
  return {};
}

/** The vendor's own URL is signed, not the one that it is redirected to. The realm of NetSuite's sandboxes is their account in capitals. */
async function signature(
  emulator: Emulator,
  { provider_config_key: key, connection_config: config }: Connection,
  { token_id: tokenId, token_secret: tokenSecret, config_override: own }: Extract<Credentials, { type: "TBA" }>,
  method: string,
  url: URL,
): Promise<string> {
  const integration = await findIntegration(emulator.database, key);
  const app = integration && appCredentials(emulator.seal, integration);
  const account = config["accountId"];
  return oauth1Header(
    {
      consumerKey: own.client_id ?? app?.client_id ?? "",
      consumerSecret: own.client_secret ?? app?.client_secret ?? "",
      tokenId,
      tokenSecret,
    },
    {
      method,
      url,
      realm: typeof account === "string" ? account.replaceAll("-", "_").toUpperCase() : null,
      nonce: randomUUID(),
      atSeconds: Math.floor(Date.now() / 1000),
    },
  );
}

function isRetryable(answer: VendorAnswer, provider: Provider, request: VendorRequest): boolean {
  const { remaining, error_code: codes } = provider.proxy?.retry ?? {};
  if (request.retryOn.includes(answer.status)) return true;
  if (remaining && answer.headers[remaining.toLowerCase()] === "0" && answer.status >= 400) return true;
  if (codes) return codes.some((code) => code === String(answer.status) || (code === "5xx" && answer.status >= 500));
  return answer.status >= 500 || answer.status === 429 || answer.status === 401;
}

/** A plain Retry-After counts only when the provider's entry, or the call, names it. */
function waitMs(answer: VendorAnswer, provider: Provider, request: VendorRequest): number | null {
  const { at = [], after = [] } = provider.proxy?.retry ?? {};
  for (const name of request.retryHeader.after ? [request.retryHeader.after] : after) {
    const seconds = Number(answer.headers[name.toLowerCase()]);
    if (Number.isFinite(seconds) && seconds >= 0 && answer.headers[name.toLowerCase()]) return Math.min(seconds * 1000, LONGEST_WAIT_MS);
  }
  for (const name of request.retryHeader.at ? [request.retryHeader.at] : at) {
    const seconds = Number(answer.headers[name.toLowerCase()]);
    if (Number.isFinite(seconds) && seconds > 0) return Math.min(Math.max(seconds * 1000 - Date.now(), 0), LONGEST_WAIT_MS);
  }
  return null;
}

function backoffMs(emulator: Emulator, attempt: number): number {
  return Math.min(emulator.settings.proxyRetryDelayMs * 2 ** attempt, LONGEST_WAIT_MS);
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string") return cause.code;
  return error instanceof Error && error.name === "TimeoutError" ? "ETIMEDOUT" : "ECONNRESET";
}
