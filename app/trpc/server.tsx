import "server-only";
import { cache, type ReactNode } from "react";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { requestContext } from "#server/api/request-context.ts";
import { appRouter, createCaller } from "#server/api/root.ts";
import { webHouse } from "#server/boot.ts";
import { AppError, ERRORS, type ErrorCode } from "#server/errors.ts";
import { REQUEST_PATH_HEADER } from "#server/web/client-address.ts";
import { createQueryClient } from "./query-client.ts";

const context = cache(async () => requestContext(await webHouse(), new Headers(await headers())));

export const getQueryClient = cache(createQueryClient);

/** Query options for prefetching on the server: the first paint already has the numbers. */
export const trpc = createTRPCOptionsProxy({ router: appRouter, ctx: context, queryClient: getQueryClient });

/**
 * Calls procedures directly, for what a server component only reads itself. A session that ended meanwhile leads to sign-in: on the way
 * from page to page the layout, which looks for one, is not drawn again.
 */
export const api = cache(async () => {
  const path = await requestedPath();
  return createCaller(await context(), {
    onError({ error: { cause } }) {
      if (!(cause instanceof AppError)) return;
      if (cause.code === "SIGN_IN_NEEDED") redirect(`/sign-in?to=${encodeURIComponent(path)}`);
      if (cause.code === "WORKSPACE_NEEDED") redirect("/new-workspace");
    },
  });
});

/** Who is signed in, where, and what they may do there; null without a session. One look-up a request. */
export const currentPerson = cache(async () => ((await context()).user ? (await api()).people.me() : null));

/** What a call gave, or what to tell the person when it was refused. Anything else goes to the error page. */
export async function refusalOf<T>(
  call: Promise<T>,
): Promise<{ value: T } | { refused: { code: ErrorCode; title: string; mend: string } }> {
  try {
    return { value: await call };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!(cause instanceof AppError)) throw error;
    const { title, mend } = ERRORS[cause.code];
    return { refused: { code: cause.code, title, mend } };
  }
}

/** The path that was asked for, with its query. */
export async function requestedPath(): Promise<string> {
  const url = new URL((await headers()).get(REQUEST_PATH_HEADER) ?? "/", "http://local");
  url.searchParams.delete("_rsc");
  return url.pathname + url.search;
}

/** Hands what was prefetched to the client components below. */
export const Hydrate = ({ children }: { children: ReactNode }) => (
  <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>
);
