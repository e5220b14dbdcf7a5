import { readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIRequestContext, BrowserContext } from "@playwright/test";
import * as z from "zod";

export type Person = { name: string; email: string; password: string };

export const OWNER: Person = { name: "Olivia Marsh", email: "olivia@northlight.example", password: "seven green herons" };
export const FIRST_WORKSPACE = "Northlight Outdoor";

const Answer = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

/** Calls a procedure that changes something, with the cookies of this context. @throws Error with the server's answer */
export async function mutate(request: APIRequestContext, procedure: string, input?: unknown): Promise<unknown> {
  const response = await request.post(`/api/trpc/${procedure}`, { data: input === undefined ? {} : { json: input } });
  if (!response.ok()) throw new Error(`${procedure} answered ${response.status()}: ${await response.text()}`);
  return Answer.parse(await response.json()).result.data.json;
}

/** Calls a procedure that only reads. @throws Error with the server's answer */
export async function query(request: APIRequestContext, procedure: string, input?: unknown): Promise<unknown> {
  const params = input === undefined ? {} : { input: JSON.stringify({ json: input }) };
  // The server may close a kept connection in the very moment it is used again; reading once more does no harm.
  const response = await request.get(`/api/trpc/${procedure}`, { params, maxRetries: 2 });
  if (!response.ok()) throw new Error(`${procedure} answered ${response.status()}: ${await response.text()}`);
  return Answer.parse(await response.json()).result.data.json;
}

const SetUpState = z.object({ needed: z.boolean() });

/** What the tests of one run keep for each other: sessions, and what was made once for all. */
export const keptFile = (name: string): string => join(process.env["SLIPSTREAM_E2E_SESSIONS"] ?? tmpdir(), name);

const Cookies = z.array(
  z.object({ name: z.string(), value: z.string(), domain: z.string(), path: z.string(), expires: z.number(), httpOnly: z.boolean() }),
);

/**
 * Lets the owner into this window; sets the installation up where a test file runs alone.
 * The session is used again from test to test, as long as it holds: sign-ins are counted.
 */
export async function signInOwner(context: BrowserContext): Promise<void> {
  const { request } = context;
  const file = keptFile("owner.json");
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) {
    await context.addCookies(Cookies.parse(JSON.parse(kept)));
    if ((await request.get("/api/trpc/people.me")).ok()) return;
    await context.clearCookies();
  }
  const { needed } = SetUpState.parse(await query(request, "people.setUpState"));
  if (needed) {
    const workspace = { workspaceName: FIRST_WORKSPACE, currency: "USD", timeZone: "UTC", locale: "en-GB" };
    // Of two test files that run alone at once, one is the first.
    await mutate(request, "people.setUp", { ...workspace, ...OWNER }).catch((error: unknown) => {
      if (!String(error).includes("ALREADY_SET_UP")) throw error;
      return signIn(request, OWNER);
    });
  } else await signIn(request, OWNER);
  // Renamed into place: another worker may be reading it.
  const partial = keptFile(`owner-${process.pid}.json`);
  await writeFile(partial, JSON.stringify(await context.cookies()), { mode: 0o600 });
  await rename(partial, file);
}

/** As signInOwner, with a session that no other test has: for tests that end it. */
export async function signInOwnerApart(context: BrowserContext): Promise<void> {
  await signInOwner(context);
  await context.clearCookies();
  await signIn(context.request, OWNER);
}

export async function signIn(request: APIRequestContext, { email, password }: Person): Promise<void> {
  await mutate(request, "people.signIn", { email, password });
}

const Made = z.object({ workspaceId: z.uuid() });
const Own = z.array(z.object({ workspaceId: z.uuid(), name: z.string() }));

/** Enters the person's workspace of this name; makes it the first time. Each test file has one of its own. */
export async function enterWorkspace(request: APIRequestContext, name: string): Promise<void> {
  const found = Own.parse(await query(request, "workspaces.list")).find((workspace) => workspace.name === name);
  if (found) await mutate(request, "workspaces.switch", { workspaceId: found.workspaceId });
  else Made.parse(await mutate(request, "workspaces.create", { name, currency: "USD", timeZone: "UTC", locale: "en-GB" }));
}
