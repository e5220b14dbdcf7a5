import type { House } from "#server/boot.ts";
import { listOwnWorkspaces } from "#server/services/people/list-own-workspaces.ts";
import type { RequestContext } from "./trpc.ts";

/** Names the chosen workspace. Not a secret: membership is looked up on each request. */
export const WORKSPACE_COOKIE = "slipstream.workspace";

/**
 * What a request brings: the person from the session, and the workspace of the cookie if the person is in it,
 * otherwise the first of the person's workspaces.
 */
export async function requestContext({ services, auth }: House, headers: Headers): Promise<RequestContext> {
  const requestId = headers.get("x-request-id") ?? services.newId();
  const log = services.log.child({ requestId });
  const responseHeaders = new Headers();
  const session = await auth.api.getSession({ headers });
  const base = { ...services, log, requestId, headers, responseHeaders };
  if (!session) return { ...base, user: null, workspace: null };

  const { id, name, email } = session.user;
  const own = await listOwnWorkspaces(services, { userId: id });
  const wanted = cookie(headers, WORKSPACE_COOKIE);
  const chosen = own.find(({ workspaceId }) => workspaceId === wanted) ?? own[0];
  return {
    ...base,
    user: { id, name, email, sessionId: session.session.id },
    workspace: chosen ? { id: chosen.workspaceId, role: chosen.role } : null,
  };
}

function cookie(headers: Headers, name: string): string | undefined {
  const pair = (headers.get("cookie") ?? "").split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
