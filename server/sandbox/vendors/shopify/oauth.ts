import { createHmac } from "node:crypto";
import { htmlReply, jsonReply } from "../../door.ts";
import { isLoopbackUrl } from "../../is-loopback-url.ts";
import { SHOP } from "../../shop/settings.ts";
import { consentPage, messagePage } from "../kit/consent-page.ts";
import { createConsents, isSame, readForm } from "../kit/consents.ts";
import { granted, SCOPE_WORDS } from "./scopes.ts";
import type { Reply, Request } from "../../door.ts";
import type { ScopeProfile } from "./scopes.ts";
import type { ClientApp, Consent } from "../kit/consents.ts";
import type { Tokens } from "../kit/tokens.ts";

/** The vendor's consent and token endpoints. */
export interface Oauth {
  answer(request: Request): Reply | null;
}

export function createOauth(input: { client: ClientApp; profile: ScopeProfile; tokens: Tokens; wallNowMs: () => number }): Oauth {
  const { client, tokens, wallNowMs } = input;
  const consents = createConsents(wallNowMs);

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
    const ticket = consents.open({ scopes, redirectUri, state: query.get("state") ?? "", challenge });
    const words = scopes.map((scope) => SCOPE_WORDS[scope] ?? scope);
    return htmlReply(
      200,
      consentPage({ appTitle: client.title, accountName: SHOP.name, scopes: words, ticket, action: "/admin/oauth/authorize" }),
    );
  }

  function decide(form: URLSearchParams): Reply {
    const consent = consents.take(form.get("ticket") ?? "");
    if (!consent)
      return htmlReply(400, messagePage("This request has expired", "Nothing was granted. Go back to the app and connect again."));
    if (form.get("decision") !== "allow")
      return back(consent, { error: "access_denied", error_description: "The merchant denied the request." });
    return back(consent, { code: consents.giveCode(consent) });
  }

  /** Back to the app, signed as the vendor signs: HMAC-SHA256 over the sorted parameters, in hex. */
  function back(consent: Consent, parameters: Readonly<Record<string, string>>): Reply {
    const sent = {
      ...parameters,
      host: Buffer.from(`admin.shopify.com/store/${SHOP.domain.split(".")[0]}`).toString("base64url"),
      shop: SHOP.domain,
      state: consent.state,
      timestamp: String(Math.floor(wallNowMs() / 1000)),
    };
    const sorted = Object.entries(sent).sort(([a], [b]) => (a < b ? -1 : 1));
    const hmac = createHmac("sha256", client.clientSecret)
      .update(sorted.map(([key, value]) => `${key}=${value}`).join("&"))
      .digest("hex");
    const target = new URL(consent.redirectUri);
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
    const taken = consents.takeCode(form["code"] ?? "", form["code_verifier"] ?? "");
    if (taken === "unknown")
      return jsonReply(400, { error: "invalid_request", error_description: "The authorization code was not found or was already used" });
    if (taken === "wrong verifier")
      return jsonReply(400, { error: "invalid_grant", error_description: "The code verifier does not match the code challenge" });
    return jsonReply(200, tokens.issue({ clientId: client.clientId, scopes: taken.scopes, expiring }));
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
