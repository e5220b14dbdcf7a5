import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/api/root.ts";

/** Calls of one moment go in one request; subscriptions over server-sent events. */
const create = () =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url: "/api/trpc", transformer: superjson }),
        false: httpBatchLink({ url: "/api/trpc", transformer: superjson, maxURLLength: 4_000 }),
      }),
    ],
  });

let client: ReturnType<typeof create> | undefined;

/** The tab's one client: for what a form or a menu does, outside of any query. */
export function browserClient(): ReturnType<typeof create> {
  client ??= create();
  return client;
}
