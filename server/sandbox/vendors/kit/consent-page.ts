import { escapeHtml } from "./escape-html.ts";

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;display:grid;place-items:center;min-height:100vh;background:Canvas;color:CanvasText}
main{max-width:26rem;padding:1.5rem}h1{font-size:1.25rem;margin:0 0 .5rem}ul{padding-left:1.25rem}
form{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}button{font:inherit;padding:.625rem 1.25rem;min-height:2.75rem;border-radius:.5rem;border:1px solid currentColor;background:transparent;color:inherit;cursor:pointer}
button[value=allow]{background:#1f5f4a;border-color:#1f5f4a;color:#fff}button:focus-visible{outline:3px solid #3b82f6;outline-offset:2px}small{opacity:.8}`;

function pageWith(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

/**
 * The page on which the merchant allows or denies what the app asks for. It works without scripts.
 *
 * @param input.scopes in words
 */
export function consentPage(input: {
  appTitle: string;
  accountName: string;
  scopes: readonly string[];
  ticket: string;
  action: string;
}): string {
  const title = `Connect ${input.appTitle} to ${input.accountName}?`;
  const items = input.scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join("");
  return pageWith(
    title,
    `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(input.appTitle)} will be able to:</p><ul>${items}</ul>
<form method="post" action="${escapeHtml(input.action)}"><input type="hidden" name="ticket" value="${escapeHtml(input.ticket)}">
<button type="submit" name="decision" value="allow">Allow</button><button type="submit" name="decision" value="deny">Deny</button></form>
<p><small>This is a simulated merchant on this machine. Nothing leaves it.</small></p>`,
  );
}

export function messagePage(title: string, text: string): string {
  return pageWith(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);
}
