import * as z from "zod";
import { ROLES } from "#server/permissions.ts";
import { listOwnWorkspaces } from "#server/services/people/list-own-workspaces.ts";
import { fillDemo } from "#server/services/demo/fill-demo.ts";
import { createWorkspace } from "#server/services/workspaces/create-workspace.ts";
import { enterDemo } from "#server/services/workspaces/enter-demo.ts";
import { eraseDemo } from "#server/services/workspaces/erase-demo.ts";
import { eraseWorkspace } from "#server/services/workspaces/erase-workspace.ts";
import { getWorkspace } from "#server/services/workspaces/get-workspace.ts";
import { switchWorkspace } from "#server/services/workspaces/switch-workspace.ts";
import { updateWorkspace } from "#server/services/workspaces/update-workspace.ts";
import { chooseWorkspace, sendCookies } from "../answer-cookies.ts";
import { NewWorkspace, WorkspaceSettings } from "../input.ts";
import { anyone, forSignedIn, permitted, router } from "../trpc.ts";

const ById = z.object({ workspaceId: z.uuid() });
const Role = z.enum(ROLES);

export const Workspace = z.object({
  workspaceId: z.uuid(),
  name: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  locale: z.string(),
  workingDaysAYear: z.number().int(),
  demo: z.boolean(),
  createdAt: z.date(),
});

export const workspacesRouter = router({
  /** One's own workspaces, by name. */
  list: forSignedIn
    .input(z.void())
    .output(z.array(z.object({ workspaceId: z.uuid(), name: z.string(), demo: z.boolean(), role: Role })))
    .query(({ ctx }) => listOwnWorkspaces(ctx, { userId: ctx.user.id })),
  /** Chooses the workspace that later requests work in. */
  switch: forSignedIn
    .input(ById)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await switchWorkspace(ctx, input);
      chooseWorkspace(ctx, input.workspaceId);
    }),
  create: forSignedIn
    .input(NewWorkspace)
    .output(ById)
    .mutation(async ({ ctx, input }) => {
      const made = await createWorkspace(ctx, input);
      chooseWorkspace(ctx, made.workspaceId);
      return made;
    }),
  get: permitted("workspace.read")
    .input(z.void())
    .output(Workspace)
    .query(({ ctx }) => getWorkspace(ctx)),
  update: permitted("workspace.update")
    .input(WorkspaceSettings.extend({ was: WorkspaceSettings }))
    .output(z.void())
    .mutation(({ ctx, input }) => updateWorkspace(ctx, input)),
  erase: permitted("workspace.erase")
    .input(z.object({ confirmName: z.string().max(200) }))
    .output(z.void())
    .mutation(({ ctx, input }) => eraseWorkspace(ctx, input)),
  enterDemo: anyone
    .input(z.void())
    .output(ById)
    .mutation(async ({ ctx }) => {
      const { workspaceId, setCookies } = await enterDemo(ctx, { fill: fillDemo });
      sendCookies(ctx, setCookies);
      chooseWorkspace(ctx, workspaceId);
      return { workspaceId };
    }),
  eraseDemo: forSignedIn
    .input(z.void())
    .output(z.void())
    .mutation(({ ctx }) => eraseDemo(ctx)),
});
