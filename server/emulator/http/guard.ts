import { timingSafeEqual } from "node:crypto";
import { findSession, type Session } from "../store/sessions.ts";
import type { Database } from "../store/database.ts";
import { hashOf } from "../store/seal.ts";
import { oldFailure } from "./contract-error.ts";
import type { Call, Guard } from "./server.ts";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const SESSION_TOKEN = /^nango_connect_session_[0-9a-f]{64}$/;
const FAILED = "Authentication failed.";

/** Lets calls through that carry the secret key or a live session token, as the route asks. */
export function openGuard(database: Database, secretKey: string): Guard {
  return async (call, access) => {
    if (access === "open") return;
    const token = bearer(call);
    if (access === "session" || (access === "secret or session" && token.startsWith("nango_connect_session_"))) {
      await sessionOf(database, token);
      return;
    }
    if (!UUID_V4.test(token)) throw oldFailure(401, "invalid_secret_key_format", `${FAILED} The provided secret key is not a UUID v4.`);
    if (!timingSafeEqual(hashOf(token), hashOf(secretKey)))
      throw oldFailure(401, "unknown_account", `${FAILED} The provided authorization header does not match any account.`);
  };
}

/** The token after "Bearer". */
export function bearer(call: Call): string {
  const header = call.headers["authorization"];
  if (!header) throw oldFailure(401, "missing_auth_header", `${FAILED} The request is missing the Authorization header.`);
  const token = /^Bearer (.+)$/i.exec(header)?.[1];
  if (!token) throw oldFailure(401, "malformed_auth_header", `${FAILED} The Authorization header is malformed.`);
  return token;
}

/** The live session of a token, from a header or from a query. */
export async function sessionOf(database: Database, token: string): Promise<Session> {
  if (!SESSION_TOKEN.test(token))
    throw oldFailure(401, "invalid_connect_session_token_format", `${FAILED} The provided connect session token is not valid.`);
  const session = await findSession(database, hashOf(token));
  if (!session)
    throw oldFailure(401, "unknown_connect_session_token", `${FAILED} The provided connect session token does not match any account.`);
  return session;
}
