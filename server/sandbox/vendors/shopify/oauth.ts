import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { htmlReply, jsonReply } from "../../door.ts";
import { isLoopbackUrl } from "../../is-loopback-url.ts";
import { SHOP } from "../../shop/settings.ts";
import { consentPage, messagePage } from "./consent-page.ts";
import { granted } from "./scopes.ts";
import type { Reply, Request } from "../../door.ts";
import type { ScopeProfile } from "./scopes.ts";
import type { Tokens } from "./tokens.ts";

/** The app as it is registered with the vendor. */
export interface ClientApp {
  clientId: string;
  clientSecret: string;
  id: number;
  title: string;
}

interface Pending {
  scopes: readonly string[];
  redirectUri: string;
  state: string;
  challenge: string | null;
  expiresMs: number;
}

/** The vendor's consent and token endpoints. */
export interface Oauth {
  answer(request: Request): Reply | null;
}

const CONSENT_MINUTES = 10;
const CODE_MINUTES = 10;

export function createOauth(input: { client: ClientApp; profile: ScopeProfile; tokens: Tokens; wallNowMs: () => number }): Oauth {
  const { client, tokens, wallNowMs } = input;
  const consents = new Map<string, Pending>();
  const codes = new Map<string, Pending>();

  /** The first page: checks the request before it shows anything, so that nothing is sent to an address that is not allowed. */
  function ask(query: URLSearchParams): Reply {
    const redirectUri = query.get("redirect_uri") ?? "";
    if (query.get("client_id") !== client.clientId)
      return htmlReply(
        400,
        messagePage("Unknown app", "The app that asks for access is not registered with this shop. Check the client id."),
      );
    if (!isLoopbackUrl(redirectUri))
      return htmlReply(
        400,
        messagePage(
          "Address not allowed",
          "The app asks to return to an address that is not on its list. The sandbox allows addresses on this machine only.",
        ),
      );
    const scopes = granted(
      input.profile,
      (query.get("scope") ?? "").split(/[\s,]+/).filter((scope) => scope !== ""),
    );
    const method = query.get("code_challenge_method");
    const challenge = query.get("code_challenge");
    if (challenge !== null && method !== "S256")
      return htmlReply(400, messagePage("Request not understood", "Only the code challenge method S256 is supported."));
    const ticket = randomBytes(16).toString("hex");
    consents.set(ticket, {
      scopes,
      redirectUri,
      state: query.get("state") ?? "",
      challenge,
      expiresMs: wallNowMs() + CONSENT_MINUTES * 60_000,
    });
    return htmlReply(200, consentPage({ appTitle: client.title, shopName: SHOP.name, scopes, ticket }));
  }

  function decide(form: URLSearchParams): Reply {
    const ticket = form.get("ticket") ?? "";
    const pending = consents.get(ticket);
    consents.delete(ticket);
    if (!pending || pending.expiresMs <= wallNowMs())
      return htmlReply(400, messagePage("This request has expired", "Nothing was granted. Go back to the app and connect again."));
    if (form.get("decision") !== "allow")
      return back(pending, { error: "access_denied", error_description: "The merchant denied the request." });
    const code = randomBytes(16).toString("hex");
    codes.set(code, { ...pending, expiresMs: wallNowMs() + CODE_MINUTES * 60_000 });
    return back(pending, { code });
  }

  /** Back to the app, signed as the vendor signs: HMAC-SHA256 over the sorted parameters, in hex. */
  function back(pending: Pending, parameters: Readonly<Record<string, string>>): Reply {
    const sent = {
      ...parameters,
      host: Buffer.from(`admin.shopify.com/store/${SHOP.domain.split(".")[0]}`).toString("base64url"),
      shop: SHOP.domain,
      state: pending.state,
      timestamp: String(Math.floor(wallNowMs() / 1000)),
    };
    const sorted = Object.entries(sent).sort(([a], [b]) => (a < b ? -1 : 1));
    const hmac = createHmac("sha256", client.clientSecret)
      .update(sorted.map(([key, value]) => `${key}=${value}`).join("&"))
      .digest("hex");
    const target = new URL(pending.redirectUri);
    for (const [key, value] of [...sorted, ["hmac", hmac] as const]) target.searchParams.set(key, value);
    return { status: 302, headers: { location: target.href, "cache-control": "no-store" }, body: "" };
  }

  function exchange(form: Readonly<Record<string, string>>): Reply {
    if (form["client_id"] !== client.clientId || !isSame(form["client_secret"] ?? "", client.clientSecret)) {
      return jsonReply(400, { error: "invalid_client", error_description: "Client authentication failed" });
    }
    const expiring = form["expiring"] === "1" || form["expiring"] === "true";
    switch (form["grant_type"] ?? "authorization_code") {
      case "authorization_code":
        return exchangeCode(form, expiring);
      case "refresh_token": {
        const reply = tokens.refresh(client.clientId, form["refresh_token"] ?? "");
        return reply
          ? jsonReply(200, reply)
          : jsonReply(400, { error: "invalid_grant", error_description: "The refresh token is invalid, expired or was already used" });
      }
      case "client_credentials":
        return jsonReply(200, {
          ...tokens.issue({ clientId: client.clientId, scopes: granted(input.profile, []), expiring: false }),
          expires_in: 86_399,
        });
      default:
        return jsonReply(400, { error: "unsupported_grant_type", error_description: "The grant type is not supported" });
    }
  }

  function exchangeCode(form: Readonly<Record<string, string>>, expiring: boolean): Reply {
    const code = form["code"] ?? "";
    const pending = codes.get(code);
    codes.delete(code);
    if (!pending || pending.expiresMs <= wallNowMs())
      return jsonReply(400, { error: "invalid_request", error_description: "The authorization code was not found or was already used" });
    if (
      pending.challenge !== null &&
      createHash("sha256")
        .update(form["code_verifier"] ?? "")
        .digest("base64url") !== pending.challenge
    ) {
      return jsonReply(400, { error: "invalid_grant", error_description: "The code verifier does not match the code challenge" });
    }
    return jsonReply(200, tokens.issue({ clientId: client.clientId, scopes: pending.scopes, expiring }));
  }

  return {
    answer(request) {
      switch (`${request.method} ${request.path}`) {
        case "GET /admin/oauth/authorize":
          return ask(request.query);
        case "POST /admin/oauth/authorize":
          return decide(new URLSearchParams(request.body));
        case "POST /admin/oauth/access_token":
          return exchange(readForm(request));
        default:
          return null;
      }
    },
  };
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A token request as a form or as JSON: the vendor takes both. */
function readForm(request: Request): Record<string, string> {
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
