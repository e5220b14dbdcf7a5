import type { Tx } from "#db/client.ts";
import { insertMembership, listOwnMemberships } from "#db/queries/memberships.ts";
import { insertUser } from "#db/queries/users.ts";
import { lockDemo } from "#db/queries/workspaces.ts";
import type { Services, SignedIn, Visitor } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { limitTries } from "../people/limit-tries.ts";
import { openFreshSession } from "../people/open-fresh-session.ts";
import { addWorkspace } from "./add-workspace.ts";
import { DEMO_VISITOR, isDemoVisitor } from "./demo-visitor.ts";

const DEMO_ROLE = "admin"; // Everything can be tried; permissions.ts says what is off in a demo workspace.

/** Puts data into a new demo workspace: rows now, or a job enqueued in the same transaction. */
export type FillDemo = (services: Services, tx: Tx, demo: { workspaceId: string }) => Promise<void>;

const startEmpty: FillDemo = async () => {};

/**
 * The demo workspace and its visitor, made once: of two requests at once the second finds what the first made.
 *
 * @returns its id, and whether it was made now
 */
export async function createDemoWorkspace(
  services: Services,
  fill: FillDemo = startEmpty,
): Promise<{ workspaceId: string; created: boolean }> {
  const { store, newId, now } = services;
  const fresh = newId();
  return store.within({ workspaceId: fresh, userId: DEMO_VISITOR.id }, async (tx) => {
    await lockDemo(tx);
    await insertUser(tx, { ...DEMO_VISITOR, now: now() });
    const existing = (await listOwnMemberships(tx, { userId: DEMO_VISITOR.id })).find(({ demo }) => demo);
    if (existing) return { workspaceId: existing.workspaceId, created: false };
    await addWorkspace(services, tx, {
      workspaceId: fresh,
      demo: true,
      creator: { userId: DEMO_VISITOR.id, name: DEMO_VISITOR.name, role: DEMO_ROLE },
      name: "Harbour & Pine",
      currency: "USD",
      timeZone: "America/New_York",
      locale: "en-US",
      workingDaysAYear: 260,
    });
    await fill(services, tx, { workspaceId: fresh });
    return { workspaceId: fresh, created: true };
  });
}

/**
 * Lets whoever sits at this machine into the demo: as its visitor, or, when signed in, as themselves.
 *
 * @throws AppError DEMO_ONLY_LOCAL, RATE_LIMITED
 */
export async function enterDemo(
  visitor: Visitor & { user: SignedIn["user"] | null },
  { fill }: { fill?: FillDemo | undefined } = {},
): Promise<{ workspaceId: string; setCookies: string[] }> {
  const { settings, fromThisMachine, store, user, now } = visitor;
  if (!settings.demoOffered || !fromThisMachine) throw new AppError("DEMO_ONLY_LOCAL");
  await limitTries(visitor, "demo");
  const { workspaceId } = await createDemoWorkspace(visitor, fill);
  if (user && !isDemoVisitor(user)) {
    await store.within({ workspaceId }, (tx) => insertMembership(tx, { workspaceId, userId: user.id, role: DEMO_ROLE, now: now() }));
    return { workspaceId, setCookies: [] };
  }
  if (user) return { workspaceId, setCookies: [] };
  return { workspaceId, setCookies: await openFreshSession(visitor, { userId: DEMO_VISITOR.id }) };
}
