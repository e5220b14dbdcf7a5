import type { APIRequestContext } from "@playwright/test";
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
  const response = await request.get(`/api/trpc/${procedure}`, { params });
  if (!response.ok()) throw new Error(`${procedure} answered ${response.status()}: ${await response.text()}`);
  return Answer.parse(await response.json()).result.data.json;
}

const SetUpState = z.object({ needed: z.boolean() });

/** Signs the owner in; sets the installation up where a test file runs alone. */
export async function signInOwner(request: APIRequestContext): Promise<void> {
  const { needed } = SetUpState.parse(await query(request, "people.setUpState"));
  if (needed) {
    await mutate(request, "people.setUp", {
      workspaceName: FIRST_WORKSPACE,
      currency: "USD",
      timeZone: "UTC",
      locale: "en-GB",
      ...OWNER,
    });
  } else await signIn(request, OWNER);
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
