import type { RequestContext } from "./trpc.ts";
import { workspaceCookie } from "./workspace-cookie.ts";

/** Sends cookies with the answer. What a session look-up wanted to set before is dropped: the newer session wins. */
export function sendCookies({ responseHeaders }: RequestContext, setCookies: readonly string[]): void {
  const names = new Set(setCookies.map(nameOf));
  const others = responseHeaders.getSetCookie().filter((cookie) => !names.has(nameOf(cookie)));
  responseHeaders.delete("set-cookie");
  for (const cookie of [...others, ...setCookies]) responseHeaders.append("set-cookie", cookie);
}

const nameOf = (setCookie: string): string => setCookie.slice(0, setCookie.indexOf("="));

/** Lets the requests that follow work in this workspace. */
export const chooseWorkspace = (ctx: RequestContext, workspaceId: string): void =>
  sendCookies(ctx, [workspaceCookie(workspaceId, { https: ctx.settings.publicUrl.startsWith("https:") })]);
