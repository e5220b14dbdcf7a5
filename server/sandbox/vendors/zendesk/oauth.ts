import { htmlReply, jsonReply } from "../../door.ts";
import { isLoopbackUrl } from "../../is-loopback-url.ts";
import { consentPage, messagePage } from "../kit/consent-page.ts";
import { createConsents, isSame, readForm } from "../kit/consents.ts";
import { ACCOUNT } from "./account.ts";
import { granted, SCOPE_WORDS } from "./scopes.ts";
import type { Reply, Request } from "../../door.ts";
import type { ClientApp, Consent } from "../kit/consents.ts";
import type { TokenReply, Tokens } from "../kit/tokens.ts";

const LIFE_SECONDS = { least: 300, most: 172_800 } as const;

/** The vendor's consent page and token endpoint: code with optional PKCE, refresh tokens that work once. */
export function createOauth(input: { client: ClientApp; tokens: Tokens; wallNowMs: () => number }): {
  answer(request: Request): Reply | null;
} {
  const { client, tokens } = input;
  const consents = createConsents(input.wallNowMs);

  function ask(query: URLSearchParams): Reply {
    const redirectUri = query.get("redirect_uri") ?? "";
    if (query.get("client_id") !== client.clientId)
      return htmlReply(
        400,
        messagePage("Invalid Authorization Request", "No such client. Check the unique identifier of the OAuth client."),
      );
    if (!isLoopbackUrl(redirectUri))
      return htmlReply(
        400,
        messagePage(
          "Invalid Authorization Request",
          "The redirect address is not on the client's list. The sandbox allows this machine only.",
        ),
      );
    const challenge = query.get("code_challenge");
    if (challenge !== null && query.get("code_challenge_method") !== "S256")
      return htmlReply(400, messagePage("Invalid Authorization Request", "Only the code challenge method S256 is supported."));
    const asked = (query.get("scope") ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
    const scopes = granted(asked);
    const ticket = consents.open({ scopes, redirectUri, state: query.get("state") ?? "", challenge });
    return htmlReply(
      200,
      consentPage({
        appTitle: client.title,
        accountName: ACCOUNT.name,
        scopes: scopes.map((scope) => SCOPE_WORDS[scope] ?? scope),
        ticket,
        action: "/oauth/authorizations/new",
      }),
    );
  }

  function decide(form: URLSearchParams): Reply {
    const consent = consents.take(form.get("ticket") ?? "");
    if (!consent)
      return htmlReply(400, messagePage("This request has expired", "Nothing was granted. Go back to the app and connect again."));
    if (form.get("decision") !== "allow")
      return back(consent, { error: "access_denied", error_description: "The end-user or authorization server denied the request." });
    return back(consent, { code: consents.giveCode(consent) });
  }

  function back(consent: Consent, parameters: Readonly<Record<string, string>>): Reply {
    const target = new URL(consent.redirectUri);
    for (const [name, value] of Object.entries({ ...parameters, state: consent.state })) target.searchParams.set(name, value);
    return { status: 302, headers: { location: target.href, "cache-control": "no-store" }, body: "" };
  }

  function exchange(form: Readonly<Record<string, string>>): Reply {
    if (form["client_id"] !== client.clientId || !isSame(form["client_secret"] ?? "", client.clientSecret))
      return refusal(401, "invalid_client", "Client authentication failed.");
    const seconds = Number(form["expires_in"] ?? Number.NaN);
    if (form["expires_in"] !== undefined && !(seconds >= LIFE_SECONDS.least && seconds <= LIFE_SECONDS.most))
      return refusal(400, "invalid_request", `expires_in must be between ${LIFE_SECONDS.least} and ${LIFE_SECONDS.most}.`);
    const life = form["expires_in"] === undefined ? {} : { accessSeconds: seconds };
    switch (form["grant_type"] ?? "") {
      case "authorization_code": {
        const taken = consents.takeCode(form["code"] ?? "", form["code_verifier"] ?? "");
        if (typeof taken === "string")
          return refusal(400, "invalid_grant", "The provided authorization grant is invalid, expired, or was already used.");
        return given(tokens.issue({ clientId: client.clientId, scopes: taken.scopes, expiring: "accessSeconds" in life, ...life }));
      }
      case "refresh_token": {
        const reply = tokens.refresh(client.clientId, form["refresh_token"] ?? "", life.accessSeconds);
        return reply ? given(reply) : refusal(400, "invalid_grant", "The refresh token is invalid, expired, or was already used.");
      }
      default:
        return refusal(400, "unsupported_grant_type", "The grant type is not supported.");
    }
  }

  return {
    answer(request) {
      switch (`${request.method} ${request.path}`) {
        case "GET /oauth/authorizations/new":
          return ask(request.query);
        case "POST /oauth/authorizations/new":
          return decide(new URLSearchParams(request.body));
        case "POST /oauth/tokens":
          return exchange(readForm(request));
        default:
          return null;
      }
    },
  };
}

const given = (reply: TokenReply): Reply => jsonReply(200, { ...reply, token_type: "bearer" });
const refusal = (status: number, error: string, description: string): Reply => jsonReply(status, { error, error_description: description });
