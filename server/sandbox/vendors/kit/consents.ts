import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Request } from "../../door.ts";

/** The app as it is registered with a vendor. */
export interface ClientApp {
  clientId: string;
  clientSecret: string;
  id: number;
  title: string;
}

/** What a merchant is asked for, or has allowed. */
export interface Consent {
  scopes: readonly string[];
  redirectUri: string;
  state: string;
  /** Of PKCE, method S256; null where the app uses none. */
  challenge: string | null;
}

/** Questions to the merchant that are open, and codes that may still be exchanged. Both are good once and for ten minutes. */
export interface Consents {
  /** @returns the ticket that the form sends back */
  open(consent: Consent): string;
  take(ticket: string): Consent | null;
  giveCode(consent: Consent): string;
  takeCode(code: string, verifier: string): Consent | "unknown" | "wrong verifier";
}

const LIFE_MS = 10 * 60_000;

export function createConsents(wallNowMs: () => number): Consents {
  const open = new Map<string, { consent: Consent; expiresMs: number }>();
  const codes = new Map<string, { consent: Consent; expiresMs: number }>();
  function keep(map: typeof open, consent: Consent): string {
    const key = randomBytes(16).toString("hex");
    map.set(key, { consent, expiresMs: wallNowMs() + LIFE_MS });
    return key;
  }
  function take(map: typeof open, key: string): Consent | null {
    const kept = map.get(key);
    map.delete(key);
    return kept && kept.expiresMs > wallNowMs() ? kept.consent : null;
  }
  return {
    open: (consent) => keep(open, consent),
    take: (ticket) => take(open, ticket),
    giveCode: (consent) => keep(codes, consent),
    takeCode(code, verifier) {
      const consent = take(codes, code);
      if (!consent) return "unknown";
      const challenge = createHash("sha256").update(verifier).digest("base64url");
      return consent.challenge !== null && consent.challenge !== challenge ? "wrong verifier" : consent;
    },
  };
}

/** Compares secrets in a time that does not depend on where they differ. */
export function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A token request as a form or as JSON: vendors take both. */
export function readForm(request: Request): Record<string, string> {
  if (!(request.headers["content-type"] ?? "").includes("json")) return Object.fromEntries(new URLSearchParams(request.body));
  try {
    const body: unknown = JSON.parse(request.body);
    return typeof body === "object" && body !== null
      ? Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]))
      : {};
  } catch {
    return {};
  }
}
