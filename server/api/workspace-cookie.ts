/** Names the chosen workspace. Not a secret: membership is looked up on each request. */
export const WORKSPACE_COOKIE = "slipstream.workspace";

const YEAR_SECONDS = 31_536_000;

/** The cookie that chooses a workspace for the requests to come. */
export const workspaceCookie = (workspaceId: string, { https }: { https: boolean }): string =>
  `${WORKSPACE_COOKIE}=${workspaceId}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${https ? "; Secure" : ""}`;
