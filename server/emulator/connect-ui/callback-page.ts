import { randomBytes } from "node:crypto";

/** How the flow ended. */
export type Ending = { isConnected: true } | { isConnected: false; type: string; message: string };

const CLOSE_AFTER_MS = 500;

/** The page in the window of an OAuth flow: it tells the page that opened it how the flow ended, and closes. */
export function callbackPage(ending: Ending): { raw: string; headers: Record<string, string> } {
  const nonce = randomBytes(16).toString("base64");
  const message = ending.isConnected
    ? { type: "nango_oauth_callback_success" }
    : { type: "nango_oauth_callback_error", payload: { message: ending.message, errorType: ending.type } };
  const title = ending.isConnected ? "Connected" : "Not connected";
  const text = ending.isConnected ? "This window closes by itself." : ending.message;
  const raw = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style nonce="${nonce}">body{font:1rem/1.5 system-ui,sans-serif;margin:3rem auto;max-width:32rem;padding:0 1rem;color-scheme:light dark}</style>
<main role="${ending.isConnected ? "status" : "alert"}"><h1>${title}</h1><p>${escapeHtml(text)}</p></main>
<script nonce="${nonce}">
const message = ${JSON.stringify(message).replaceAll("<", "\\u003c")};
const channel = new BroadcastChannel("nango-oauth-callback");
const close = () => window.close();
addEventListener("message", (event) => { if (event.data && event.data.type === "nango_oauth_callback_ack") close(); });
channel.onmessage = (event) => { if (event.data && event.data.type === "nango_oauth_callback_ack") close(); };
if (window.opener) window.opener.postMessage(message, "*");
channel.postMessage(message);
${ending.isConnected ? `setTimeout(close, ${CLOSE_AFTER_MS});` : ""}
</script>
</html>`;
  return {
    raw,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`,
    },
  };
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
