import { sendOrSay } from "./send.ts";

// Who is signed in and where decides what every page shows: these load the next page anew instead of keeping anything.

/** Ends the session and opens the sign-in page. @returns what went wrong, if anything */
export async function signOut(): Promise<string | void> {
  const wrong = await sendOrSay((client) => client.people.signOut.mutate());
  if (!wrong) location.assign("/sign-in");
  return wrong;
}

/** Enters another of one's workspaces. @returns what went wrong, if anything */
export async function switchWorkspace(workspaceId: string): Promise<string | void> {
  const wrong = await sendOrSay((client) => client.workspaces.switch.mutate({ workspaceId }));
  if (!wrong) location.assign("/overview");
  return wrong;
}
