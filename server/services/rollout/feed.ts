import { findMember } from "#db/queries/memberships.ts";
import { listRolloutTasks } from "#db/queries/rollout-items.ts";
import { findFeedByToken, insertRolloutFeed, markNoticesRead, revokeRolloutFeeds } from "#db/queries/rollout-notices.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context, Visitor } from "#server/context.ts";
import { calendarFeed, type CalendarEntry } from "#server/domain/rollout/calendar-feed.ts";
import { AppError } from "#server/errors.ts";
import { limitTries } from "../people/limit-tries.ts";
import { hashLinkToken, newLinkToken } from "../people/secret-link.ts";
import { findPlan } from "./load-plan.ts";
import { plannedDays } from "./solve-plan.ts";

/** Makes a calendar address of one's own; an earlier one stops working. The address is shown this once. */
export async function makeFeed({ store, workspaceId, user, newId, now, settings }: Context): Promise<{ url: string }> {
  const { token, tokenHash } = newLinkToken();
  await store.within({ workspaceId }, async (tx) => {
    await revokeRolloutFeeds(tx, { workspaceId, userId: user.id, now: now() });
    await insertRolloutFeed(tx, { workspaceId, id: newId(), userId: user.id, tokenHash, now: now() });
  });
  return { url: `${settings.publicUrl}/api/rollout/calendar/${token}` };
}

/** Ends one's calendar address. */
export const revokeFeed = ({ store, workspaceId, user, now }: Context): Promise<void> =>
  store.within({ workspaceId }, (tx) => revokeRolloutFeeds(tx, { workspaceId, userId: user.id, now: now() }));

/** All of one's notices count as read. */
export const readNotices = ({ store, workspaceId, user, now }: Context): Promise<void> =>
  store.within({ workspaceId }, (tx) => markNoticesRead(tx, { workspaceId, userId: user.id, now: now() }));

/**
 * The plan as a calendar for whoever holds the address: when each item is worked on, and the holder's own tasks with a due date.
 *
 * @throws AppError NOT_FOUND when the address was ended, or its person has left the workspace
 */
export async function openFeed(visitor: Visitor, { token }: { token: string }): Promise<string> {
  await limitTries(visitor, "secret-link");
  const { store, now } = visitor;
  const tokenHash = hashLinkToken(token);
  const feed = await store.within({ tokenHash }, (tx) => findFeedByToken(tx, { tokenHash }));
  if (!feed) throw new AppError("NOT_FOUND", "This calendar address does not work any more. Make a new one under Roadmap, My work.");
  const { workspaceId, userId } = feed;
  return store.within({ workspaceId }, async (tx) => {
    if (!(await findMember(tx, { workspaceId, userId }))) throw new AppError("NOT_FOUND", "This calendar address does not work any more.");
    const plan = await findPlan(tx, { workspaceId });
    const workspace = await findWorkspace(tx, { workspaceId });
    const name = `Rollout of ${workspace?.name ?? "the workspace"}`;
    if (!plan) return calendarFeed({ name, entries: [], stampedAt: now() });
    const titles = new Map(plan.stored.items.map(({ id, title }) => [id, title]));
    const tasks = await listRolloutTasks(tx, { workspaceId, planId: plan.planId });
    const entries: CalendarEntry[] = [
      ...plannedDays(plan.stored, plan.solution, plan.built).map(({ itemId, startDay, builtDay }) => ({
        id: `${plan.planId}-${itemId}`,
        title: titles.get(itemId) ?? itemId,
        detail: "Planned work of the rollout",
        firstDay: startDay,
        lastDay: builtDay,
      })),
      ...tasks
        .filter(({ assigneeUserId, doneAt }) => assigneeUserId === userId && doneAt === null)
        .flatMap(({ id, title, itemId, dueOn }) =>
          dueOn === null ? [] : [{ id, title: `Due: ${title}`, detail: titles.get(itemId) ?? "", firstDay: dueOn, lastDay: dueOn }],
        ),
    ];
    return calendarFeed({ name, entries, stampedAt: plan.updatedAt });
  });
}
