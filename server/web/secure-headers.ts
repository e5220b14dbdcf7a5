import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Sets the security headers of an answer, with a fresh script nonce. Next reads the nonce from the request's own
 * Content-Security-Policy header and puts it on the scripts it writes.
 *
 * Styles: recharts and React write style attributes, so these alone may be inline.
 *
 * @param connectOrigin of the page on which systems are connected, shown in a frame; nothing else may be framed
 */
export function secureHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { dev, https, connectOrigin }: { dev: boolean; https: boolean; connectOrigin: string | null },
): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ""}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // The rollout's search runs in a worker from our own files.
    "worker-src 'self'",
    "connect-src 'self'",
    `frame-src ${connectOrigin ?? "'none'"}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
  // A client may not choose its own nonce or request id.
  request.headers["content-security-policy"] = policy;
  request.headers["x-request-id"] = randomUUID();
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("X-Request-Id", request.headers["x-request-id"]);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("X-Frame-Options", "DENY");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
  response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
  if (https) response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}
