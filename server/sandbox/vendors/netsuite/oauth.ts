import { htmlReply, jsonReply } from "../../door.ts";
import { isLoopbackUrl } from "../../is-loopback-url.ts";
import { consentPage, messagePage } from "../kit/consent-page.ts";
import { createConsents, isSame, readForm } from "../kit/consents.ts";
import { ACCOUNT } from "./account.ts";
import type { Reply, Request } from "../../door.ts";
import type { ClientApp, Consent } from "../kit/consents.ts";
import type { Tokens } from "../kit/tokens.ts";

const CONSENT_PATH = "/app/login/oauth2/authorize.nl";
const TOKEN_PATH = "/services/rest/auth/oauth2/v1/token";
const SCOPE = "rest_webservices";

/** The vendor's consent page and token endpoint: code with optional PKCE; the client shows itself by HTTP Basic or in the form. */
export function createOauth({ client, tokens, wallNowMs }: { client: ClientApp; tokens: Tokens; wallNowMs: () => number }): {
  answer(request: Request): Reply | null;
} {
  const consents = createConsents(wallNowMs);

  function ask(query: URLSearchParams): Reply {
    const redirectUri = query.get("redirect_uri") ?? "";
    const challenge = query.get("code_challenge");
    if (query.get("client_id") !== client.clientId) return refused("The client id is not that of an integration record of this account.");
    if (!isLoopbackUrl(redirectUri))
      return refused("The redirect address is not on the integration's list. The sandbox allows this machine only.");
    if (challenge !== null && query.get("code_challenge_method") !== "S256")
      return refused("Only the code challenge method S256 is supported.");
    const ticket = consents.open({ scopes: [SCOPE], redirectUri, state: query.get("state") ?? "", challenge });
    const scopes = ["read records and system notes as your role may", "change purchase orders and adjust stock as your role may"];
    return htmlReply(200, consentPage({ appTitle: client.title, accountName: ACCOUNT.name, scopes, ticket, action: CONSENT_PATH }));
  }

  function decide(form: URLSearchParams): Reply {
    const consent = consents.take(form.get("ticket") ?? "");
    if (!consent)
      return htmlReply(400, messagePage("This request has expired", "Nothing was granted. Go back to the app and connect again."));
    if (form.get("decision") !== "allow") return back(consent, { error: "access_denied" });
    return back(consent, { code: consents.giveCode(consent), role: "1041", entity: "1299", company: ACCOUNT.id });
  }

  function exchange(request: Request): Reply {
    const form = readForm(request);
    const basic = /^Basic (\S+)$/.exec(request.headers["authorization"] ?? "")?.[1];
    const [id = "", secret = ""] = basic
      ? Buffer.from(basic, "base64").toString("utf8").split(":")
      : [form["client_id"], form["client_secret"]];
    if (id !== client.clientId || !isSame(secret, client.clientSecret)) return jsonReply(401, { error: "invalid_client" });
    if (form["grant_type"] === "refresh_token") {
      const reply = tokens.refresh(client.clientId, form["refresh_token"] ?? "");
      return reply ? jsonReply(200, { ...reply, token_type: "Bearer" }) : jsonReply(400, { error: "invalid_grant" });
    }
    if (form["grant_type"] !== "authorization_code") return jsonReply(400, { error: "unsupported_grant_type" });
    const taken = consents.takeCode(form["code"] ?? "", form["code_verifier"] ?? "");
    if (typeof taken === "string") return jsonReply(400, { error: "invalid_grant" });
    return jsonReply(200, { ...tokens.issue({ clientId: client.clientId, scopes: taken.scopes, expiring: true }), token_type: "Bearer" });
  }

  return {
    answer(request) {
      if (request.path === CONSENT_PATH) return request.method === "GET" ? ask(request.query) : decide(new URLSearchParams(request.body));
      return request.method === "POST" && request.path === TOKEN_PATH ? exchange(request) : null;
    },
  };
}

const refused = (why: string): Reply => htmlReply(400, messagePage("Invalid login attempt", why));

function back(consent: Consent, parameters: Readonly<Record<string, string>>): Reply {
  const target = new URL(consent.redirectUri);
  for (const [key, value] of Object.entries({ ...parameters, state: consent.state })) target.searchParams.set(key, value);
  return { status: 302, headers: { location: target.href, "cache-control": "no-store" }, body: "" };
}
