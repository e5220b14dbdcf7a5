import { createHash, randomBytes } from "node:crypto";
import type { Journal } from "../../journal.ts";

interface Grant {
  accessHash: string;
  refreshHash: string | null;
  scopes: readonly string[];
  clientId: string;
  expiresAtMs: number | null;
  refreshExpiresAtMs: number | null;
}

export interface TokenReply {
  access_token: string;
  /** Separated as the vendor does. */
  scope: string;
  expires_in?: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
}

/** How a vendor's tokens look and how long they live. */
export interface TokenKind {
  vendor: string;
  accessPrefix: string;
  refreshPrefix: string;
  scopeSeparator: string;
  accessSeconds: number;
  refreshSeconds: number;
  /** A new expiring token replaces every other one of the same client. */
  isSingle: boolean;
}

/** Access and refresh tokens. Only hashes are kept, in the journal too; times are the machine's, as a real token's are. */
export interface Tokens {
  /** A new token. `accessSeconds` where the client asks for another life than the vendor's usual one. */
  issue(input: { clientId: string; scopes: readonly string[]; expiring: boolean; accessSeconds?: number }): TokenReply;
  /** Exchanges a refresh token, which then is used up. Null when it is unknown, used or too old. */
  refresh(clientId: string, refreshToken: string, accessSeconds?: number): TokenReply | null;
  /** What an access token may do; null when it is unknown, expired or revoked. */
  check(accessToken: string): { clientId: string; scopes: ReadonlySet<string> } | null;
  expireAll(): void;
  revokeAll(): void;
  removeScope(scope: string): void;
}

/** @param wallNowMs the machine's clock */
export function createTokens(journal: Journal, kind: TokenKind, wallNowMs: () => number): Tokens {
  const { vendor } = kind;
  const grants = new Map<string, Grant>();
  for (const entry of journal.entries) {
    if (entry.kind === "grant" && entry.vendor === vendor) grants.set(entry.accessHash, entry);
    if (entry.kind === "revoke") grants.delete(entry.accessHash);
  }

  function drop(grant: Grant): void {
    grants.delete(grant.accessHash);
    journal.append({ kind: "revoke", accessHash: grant.accessHash });
  }

  function keep(grant: Grant): void {
    grants.set(grant.accessHash, grant);
    journal.append({
      kind: "grant",
      vendor,
      accessHash: grant.accessHash,
      refreshHash: grant.refreshHash,
      scopes: grant.scopes,
      clientId: grant.clientId,
      expiresAtMs: grant.expiresAtMs,
      refreshExpiresAtMs: grant.refreshExpiresAtMs,
    });
  }

  function issue(input: Parameters<Tokens["issue"]>[0]): TokenReply {
    const accessToken = `${kind.accessPrefix}${randomBytes(16).toString("hex")}`;
    const scope = input.scopes.join(kind.scopeSeparator);
    const accessHash = hashOf(accessToken);
    const base = { accessHash, scopes: input.scopes, clientId: input.clientId };
    if (!input.expiring) {
      keep({ ...base, refreshHash: null, expiresAtMs: null, refreshExpiresAtMs: null });
      return { access_token: accessToken, scope };
    }
    if (kind.isSingle)
      for (const grant of grants.values()) if (grant.clientId === input.clientId && grant.expiresAtMs !== null) drop(grant);
    const refreshToken = `${kind.refreshPrefix}${randomBytes(16).toString("hex")}`;
    const nowMs = wallNowMs();
    const accessSeconds = input.accessSeconds ?? kind.accessSeconds;
    keep({
      ...base,
      refreshHash: hashOf(refreshToken),
      expiresAtMs: nowMs + accessSeconds * 1000,
      refreshExpiresAtMs: nowMs + kind.refreshSeconds * 1000,
    });
    return {
      access_token: accessToken,
      scope,
      expires_in: accessSeconds,
      refresh_token: refreshToken,
      refresh_token_expires_in: kind.refreshSeconds,
    };
  }

  return {
    issue,
    refresh(clientId, refreshToken, accessSeconds) {
      const hash = hashOf(refreshToken);
      const grant = [...grants.values()].find((one) => one.clientId === clientId && one.refreshHash === hash);
      if (!grant || (grant.refreshExpiresAtMs ?? 0) <= wallNowMs()) return null;
      drop(grant);
      return issue({ clientId, scopes: grant.scopes, expiring: true, ...(accessSeconds === undefined ? {} : { accessSeconds }) });
    },
    check(accessToken) {
      const grant = grants.get(hashOf(accessToken));
      if (!grant || (grant.expiresAtMs !== null && grant.expiresAtMs <= wallNowMs())) return null;
      return { clientId: grant.clientId, scopes: new Set(grant.scopes) };
    },
    expireAll() {
      for (const grant of grants.values()) if (grant.expiresAtMs !== null) keep({ ...grant, expiresAtMs: 0 });
    },
    revokeAll() {
      for (const grant of grants.values()) drop(grant);
    },
    removeScope(scope) {
      for (const grant of grants.values()) keep({ ...grant, scopes: grant.scopes.filter((known) => known !== scope) });
    },
  };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
