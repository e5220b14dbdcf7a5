import { betterAuth } from "better-auth";
import type { Store } from "#db/client.ts";
import type { Settings } from "./settings.ts";

const DAY_SECONDS = 86_400;

/** Sign-in over the same database. There is no open sign-up: people come by set-up or invitation. */
export function createAuth({ store, settings }: { store: Store; settings: Settings }) {
  return betterAuth({
    baseURL: settings.publicUrl,
    basePath: "/api/auth",
    secret: settings.secret,
    database: { db: store.db, type: "postgres" },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 256 },
    session: {
      modelName: "auth_session",
      expiresIn: 30 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
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
    verification: { modelName: "auth_verification", fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" } },
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "auth_rate_limit",
      fields: { lastRequest: "last_request" },
      window: 60,
      max: 100,
      customRules: { "/sign-in/email": { window: 60, max: 10 } },
    },
    advanced: { cookiePrefix: "slipstream", useSecureCookies: settings.publicUrl.startsWith("https:") },
    trustedOrigins: [settings.publicUrl],
    telemetry: { enabled: false },
  });
}

export type Auth = ReturnType<typeof createAuth>;
