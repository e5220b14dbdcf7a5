import { openDoor } from "#server/api/door.ts";
import { openFeed } from "#server/services/rollout/feed.ts";

/** The rollout as a calendar, for whoever holds the address. Calendar programs ask again by themselves. */
export const GET = openDoor<{ token: string }>(
  async (visitor, _request, { token }) =>
    new Response(await openFeed(visitor, { token }), {
      headers: { "Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex" },
    }),
);
