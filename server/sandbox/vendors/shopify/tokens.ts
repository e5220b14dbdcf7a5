import { createHash, randomBytes } from "node:crypto";
import type { Sandbox } from "../../open-sandbox.ts";

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
  scope: string;
  expires_in?: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
}

/** Access and refresh tokens. Only hashes are kept, in the journal too; times are the machine's, as a real token's are. */
export interface Tokens {
  /** A new token; an expiring one replaces every expiring token of this client. */
  issue(input: { clientId: string; scopes: readonly string[]; expiring: boolean }): TokenReply;
  /** Exchanges a refresh token, which then is used up. Null when it is unknown, used or too old. */
  refresh(clientId: string, refreshToken: string): TokenReply | null;
  /** What an access token may do; null when it is unknown, expired or revoked. */
  check(accessToken: string): { clientId: string; scopes: ReadonlySet<string> } | null;
  expireAll(): void;
  revokeAll(): void;
  removeScope(scope: string): void;
}

const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 90 * 86_400;

export function createTokens(sandbox: Sandbox, wallNowMs: () => number): Tokens {
  const grants = new Map<string, Grant>();
  for (const entry of sandbox.journal.entries) {
    if (entry.kind === "grant") grants.set(entry.accessHash, entry);
    if (entry.kind === "revoke") grants.delete(entry.accessHash);
  }

  function drop(grant: Grant): void {
    grants.delete(grant.accessHash);
    sandbox.journal.append({ kind: "revoke", accessHash: grant.accessHash });
  }

  function keep(grant: Grant): void {
    grants.set(grant.accessHash, grant);
    sandbox.journal.append({
      kind: "grant",
      accessHash: grant.accessHash,
      refreshHash: grant.refreshHash,
      scopes: grant.scopes,
      clientId: grant.clientId,
      expiresAtMs: grant.expiresAtMs,
      refreshExpiresAtMs: grant.refreshExpiresAtMs,
    });
  }

  function issue(input: { clientId: string; scopes: readonly string[]; expiring: boolean }): TokenReply {
    const accessToken = `shpat_${randomBytes(16).toString("hex")}`;
    const scope = input.scopes.join(",");
    const accessHash = hashOf(accessToken);
    const base = { accessHash, scopes: input.scopes, clientId: input.clientId };
    if (!input.expiring) {
      keep({ ...base, refreshHash: null, expiresAtMs: null, refreshExpiresAtMs: null });
      return { access_token: accessToken, scope };
    }
    for (const grant of grants.values()) if (grant.clientId === input.clientId && grant.expiresAtMs !== null) drop(grant);
    const refreshToken = `shprt_${randomBytes(16).toString("hex")}`;
    const nowMs = wallNowMs();
    keep({
      ...base,
      refreshHash: hashOf(refreshToken),
      expiresAtMs: nowMs + ACCESS_SECONDS * 1000,
      refreshExpiresAtMs: nowMs + REFRESH_SECONDS * 1000,
    });
    return {
      access_token: accessToken,
      scope,
      expires_in: ACCESS_SECONDS,
      refresh_token: refreshToken,
      refresh_token_expires_in: REFRESH_SECONDS,
    };
  }

  return {
    issue,
    refresh(clientId, refreshToken) {
      const hash = hashOf(refreshToken);
      const grant = [...grants.values()].find((one) => one.clientId === clientId && one.refreshHash === hash);
      if (!grant || (grant.refreshExpiresAtMs ?? 0) <= wallNowMs()) return null;
      return issue({ clientId, scopes: grant.scopes, expiring: true });
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
