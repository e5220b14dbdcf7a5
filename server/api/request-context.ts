import type { House } from "#server/boot.ts";
import { listOwnWorkspaces } from "#server/services/people/list-own-workspaces.ts";
import { CLIENT_ADDRESS_HEADER, FROM_THIS_MACHINE_HEADER } from "#server/web/client-address.ts";
import { isFromOtherSite } from "./from-other-site.ts";
import type { RequestContext } from "./trpc.ts";
import { WORKSPACE_COOKIE } from "./workspace-cookie.ts";

/**
 * What a request brings: the person from the session, and the workspace of the cookie if the person is in it,
 * otherwise the first of the person's workspaces.
 *
 * @param renew whether a session in use is prolonged: only where the answer can carry the new cookie
 */
export async function requestContext(
  { services }: Pick<House, "services">,
  headers: Headers,
  { renew = false }: { renew?: boolean } = {},
): Promise<RequestContext> {
  const requestId = headers.get("x-request-id") ?? services.newId();
  const log = services.log.child({ requestId });
  const responseHeaders = new Headers();
  const { session, setCookies } = await services.auth.current(headers, { renew });
  for (const cookie of setCookies) responseHeaders.append("set-cookie", cookie);
  const base = {
    ...services,
    log,
    requestId,
    headers,
    responseHeaders,
    clientAddress: headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown",
    fromThisMachine: headers.get(FROM_THIS_MACHINE_HEADER) === "yes",
    fromOtherSite: isFromOtherSite(headers, services.settings),
  };
  if (!session) return { ...base, user: null, workspace: null };

  const own = await listOwnWorkspaces(services, { userId: session.user.id });
  const wanted = cookie(headers, WORKSPACE_COOKIE);
  const chosen = own.find(({ workspaceId }) => workspaceId === wanted) ?? own[0];
  return {
    ...base,
    user: { ...session.user, sessionId: session.sessionId },
    workspace: chosen ? { id: chosen.workspaceId, role: chosen.role, demo: chosen.demo } : null,
  };
}

function cookie(headers: Headers, name: string): string | undefined {
  const pair = (headers.get("cookie") ?? "").split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
