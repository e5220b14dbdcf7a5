import { betterAuth, type BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import * as z from "zod";
import type { Store } from "#db/client.ts";
import type { Log } from "./log.ts";
import type { Settings } from "./settings.ts";
import { CLIENT_ADDRESS_HEADER } from "./web/client-address.ts";

const DAY_SECONDS = 86_400;

export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 256; // Hashing a longer one only costs time.

export type CurrentSession = { user: { id: string; name: string; email: string }; sessionId: string };

/** Sessions and passwords. Cookies are handed back for the answer to set; nothing here knows of workspaces. */
export type Auth = {
  /** Who the session cookie belongs to. With `renew`, a session in use is prolonged and its cookie with it. */
  current: (headers: Headers, options: { renew: boolean }) => Promise<{ session: CurrentSession | null; setCookies: string[] }>;
  /** Opens a new session if address and password fit; null if not, after the same work. */
  signIn: (headers: Headers, credentials: { email: string; password: string }) => Promise<{ userId: string; setCookies: string[] } | null>;
  /** Opens a new session for a person who has just proven who they are in another way. */
  openSession: (headers: Headers, who: { userId: string }) => Promise<{ setCookies: string[] }>;
  /** Ends the session of the cookie, if there is one. */
  signOut: (headers: Headers) => Promise<{ setCookies: string[] }>;
  hashPassword: (password: string) => Promise<string>;
  passwordFits: (hash: string, password: string) => Promise<boolean>;
};

/** Lets the server open a session without a password. It has no path, so that no request can reach it. */
const openSessions = {
  id: "open-sessions",
  endpoints: {
    openSession: createAuthEndpoint({ method: "POST", body: z.object({ userId: z.string() }), requireHeaders: true }, async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
      if (!user) throw new Error("a session was asked for a person who does not exist");
      const session = await ctx.context.internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user });
      return { sessionId: session.id };
    }),
  },
} satisfies BetterAuthPlugin;

/**
 * Sign-in over the same database. There is no open sign-up, and better-auth's own routes are not served:
 * every way in is a procedure, with its permission, limit and log.
 */
export function createAuth({ store, settings, log }: { store: Store; settings: Settings; log: Log }): Auth {
  const engine = betterAuth({
    baseURL: settings.publicUrl,
    basePath: "/api/auth",
    secret: settings.secret,
    database: { db: store.db, type: "postgres" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN_LENGTH,
      maxPasswordLength: PASSWORD_MAX_LENGTH,
    },
    session: {
      modelName: "auth_session",
      expiresIn: 30 * DAY_SECONDS,
      updateAge: 600, // One write in ten minutes of use: the list of sessions shows the last use that exactly.
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    user: { modelName: "auth_user", fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" } },
    account: {
      modelName: "auth_account",
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "auth_verification",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    rateLimit: { enabled: false }, // Tries are counted by our own procedures, see limit-tries.ts.
    advanced: {
      cookiePrefix: "slipstream",
      useSecureCookies: settings.publicUrl.startsWith("https:"),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    trustedOrigins: [settings.publicUrl],
    telemetry: { enabled: false },
    // A wrong address or password is an ordinary outcome; only failures are worth a line.
    logger: { level: "error", log: (level, message) => log[level]({ from: "better-auth" }, message) },
    plugins: [openSessions],
  });
  const password = async () => (await engine.$context).password;

  return {
    async current(headers, { renew }) {
      const answer = await engine.api.getSession({ headers, query: { disableRefresh: !renew }, returnHeaders: true });
      const found = answer.response;
      const session = found && { user: { id: found.user.id, name: found.user.name, email: found.user.email }, sessionId: found.session.id };
      return { session, setCookies: answer.headers.getSetCookie() };
    },
    async signIn(headers, { email, password }) {
      try {
        const answer = await engine.api.signInEmail({ body: { email, password }, headers, returnHeaders: true });
        return { userId: answer.response.user.id, setCookies: answer.headers.getSetCookie() };
      } catch (error) {
        if (error instanceof APIError && error.status === "UNAUTHORIZED") return null;
        throw error;
      }
    },
    async openSession(headers, { userId }) {
      const answer = await engine.api.openSession({ body: { userId }, headers, returnHeaders: true });
      return { setCookies: answer.headers.getSetCookie() };
    },
    async signOut(headers) {
      const answer = await engine.api.signOut({ headers, returnHeaders: true });
      return { setCookies: answer.headers.getSetCookie() };
    },
    hashPassword: async (plain) => (await password()).hash(plain),
    passwordFits: async (hash, plain) => (await password()).verify({ hash, password: plain }),
  };
}
