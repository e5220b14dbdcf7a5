import * as z from "zod";
import { isPermission, ROLES, type Permission } from "#server/permissions.ts";
import { acceptAsNewPerson, acceptAsSignedIn } from "#server/services/people/accept-invitation.ts";
import { changePassword } from "#server/services/people/change-password.ts";
import { changeRole } from "#server/services/people/change-role.ts";
import { findInvitation } from "#server/services/people/find-invitation.ts";
import { getSetUpState } from "#server/services/people/get-set-up-state.ts";
import { invitePerson } from "#server/services/people/invite-person.ts";
import { listInvitations } from "#server/services/people/list-invitations.ts";
import { listPeople } from "#server/services/people/list-people.ts";
import { makeResetLink } from "#server/services/people/make-reset-link.ts";
import { leaveWorkspace, removePerson } from "#server/services/people/remove-person.ts";
import { renewInvitation } from "#server/services/people/renew-invitation.ts";
import { requestPasswordReset } from "#server/services/people/request-password-reset.ts";
import { isResetLinkValid, resetPassword } from "#server/services/people/reset-password.ts";
import { revokeInvitation } from "#server/services/people/revoke-invitation.ts";
import { endOtherSessions, endSession, listSessions } from "#server/services/people/sessions.ts";
import { setUp } from "#server/services/people/set-up.ts";
import { signIn } from "#server/services/people/sign-in.ts";
import { updateOwnName } from "#server/services/people/update-own-name.ts";
import { whoAmI } from "#server/services/people/who-am-i.ts";
import { chooseWorkspace, sendCookies } from "../answer-cookies.ts";
import { Email, LinkToken, NewPassword, NewWorkspace, PersonName } from "../input.ts";
import { anyone, forSignedIn, permitted, router } from "../trpc.ts";
import { Workspace } from "./workspaces.ts";

const Role = z.enum(ROLES);
const UserId = z.object({ userId: z.string().min(1).max(100) });
const InvitationId = z.object({ invitationId: z.uuid() });
const LinkSent = z.union([z.object({ sent: z.literal(true), link: z.null() }), z.object({ sent: z.literal(false), link: z.string() })]);
const NamedPermission = z.custom<Permission>((value) => typeof value === "string" && isPermission(value));

const OwnWorkspace = z.object({ workspaceId: z.uuid(), name: z.string(), demo: z.boolean(), role: Role });

export const peopleRouter = router({
  /** What the first page offers: set-up, sign-in, the demo. */
  setUpState: anyone
    .input(z.void())
    .output(z.object({ needed: z.boolean(), allowedHere: z.boolean(), demoOffered: z.boolean(), mail: z.boolean() }))
    .query(({ ctx }) => getSetUpState(ctx)),
  /** Makes the first owner and the first workspace. */
  setUp: anyone
    .input(
      z.object({
        workspaceName: NewWorkspace.shape.name,
        currency: NewWorkspace.shape.currency,
        timeZone: NewWorkspace.shape.timeZone,
        locale: NewWorkspace.shape.locale,
        name: PersonName,
        email: Email,
        password: NewPassword,
        setUpToken: z.string().max(200).optional(),
      }),
    )
    .output(z.object({ workspaceId: z.uuid() }))
    .mutation(async ({ ctx, input: { workspaceName, currency, timeZone, locale, ...person } }) => {
      const workspace = NewWorkspace.parse({ name: workspaceName, currency, timeZone, locale });
      const { workspaceId, setCookies } = await setUp(ctx, { workspace, ...person });
      sendCookies(ctx, setCookies);
      chooseWorkspace(ctx, workspaceId);
      return { workspaceId };
    }),
  signIn: anyone
    .input(z.object({ email: Email, password: z.string().min(1, "Enter your password.").max(256) }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { setCookies } = await signIn(ctx, input);
      sendCookies(ctx, setCookies);
    }),
  signOut: anyone
    .input(z.void())
    .output(z.void())
    .mutation(async ({ ctx }) => {
      const { setCookies } = await ctx.auth.signOut(ctx.headers);
      sendCookies(ctx, setCookies);
    }),
  /** Who is signed in, where, and what they may do there. */
  me: forSignedIn
    .input(z.void())
    .output(
      z.object({
        user: z.object({ id: z.string(), name: z.string(), email: z.string(), demo: z.boolean() }),
        workspaces: z.array(OwnWorkspace),
        workspace: Workspace.extend({ role: Role, permissions: z.array(NamedPermission) }).nullable(),
      }),
    )
    .query(({ ctx }) => whoAmI(ctx, ctx)),

  /** What an invitation link invites to. */
  invitation: anyone
    .input(z.object({ token: LinkToken }))
    .output(
      z.object({
        workspaceName: z.string(),
        email: z.string(),
        role: Role,
        invitedBy: z.string().nullable(),
        expiresAt: z.date(),
        hasAccount: z.boolean(),
      }),
    )
    .query(({ ctx, input }) => findInvitation(ctx, input)),
  acceptInvitation: anyone
    .input(z.object({ token: LinkToken, name: PersonName, password: NewPassword }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { workspaceId, setCookies } = await acceptAsNewPerson(ctx, input);
      sendCookies(ctx, setCookies);
      chooseWorkspace(ctx, workspaceId);
    }),
  acceptInvitationSignedIn: forSignedIn
    .input(z.object({ token: LinkToken }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { workspaceId } = await acceptAsSignedIn(ctx, input);
      chooseWorkspace(ctx, workspaceId);
    }),

  /** Always answers the same, whether the address has an account or not. */
  requestPasswordReset: anyone
    .input(z.object({ email: Email }))
    .output(z.void())
    .mutation(({ ctx, input }) => requestPasswordReset(ctx, input)),
  resetLinkValid: anyone
    .input(z.object({ token: LinkToken }))
    .output(z.boolean())
    .query(({ ctx, input }) => isResetLinkValid(ctx, input)),
  resetPassword: anyone
    .input(z.object({ token: LinkToken, password: NewPassword }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { setCookies } = await resetPassword(ctx, input);
      sendCookies(ctx, setCookies);
    }),
  changePassword: forSignedIn
    .input(z.object({ currentPassword: z.string().min(1, "Enter your present password.").max(256), newPassword: NewPassword }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { setCookies } = await changePassword(ctx, input);
      sendCookies(ctx, setCookies);
    }),
  updateOwnName: forSignedIn
    .input(z.object({ name: PersonName }))
    .output(z.void())
    .mutation(({ ctx, input }) => updateOwnName(ctx, input)),

  sessions: forSignedIn
    .input(z.void())
    .output(
      z.array(
        z.object({
          id: z.string(),
          device: z.string(),
          ipAddress: z.string().nullable(),
          createdAt: z.date(),
          lastUsedAt: z.date(),
          expiresAt: z.date(),
          current: z.boolean(),
        }),
      ),
    )
    .query(({ ctx }) => listSessions(ctx)),
  endSession: forSignedIn
    .input(z.object({ sessionId: z.string().min(1).max(100) }))
    .output(z.void())
    .mutation(({ ctx, input }) => endSession(ctx, input)),
  endOtherSessions: forSignedIn
    .input(z.void())
    .output(z.object({ ended: z.number().int() }))
    .mutation(({ ctx }) => endOtherSessions(ctx)),

  list: permitted("people.read")
    .input(z.void())
    .output(
      z.array(
        z.object({ userId: z.string(), name: z.string(), email: z.string(), role: Role, since: z.date(), lastSeenAt: z.date().nullable() }),
      ),
    )
    .query(async ({ ctx }) => (await listPeople(ctx)).map((person) => ({ ...person, role: Role.parse(person.role) }))),
  invitations: permitted("people.read")
    .input(z.void())
    .output(
      z.array(
        z.object({
          id: z.uuid(),
          email: z.string(),
          role: Role,
          invitedBy: z.string().nullable(),
          createdAt: z.date(),
          expiresAt: z.date(),
          expired: z.boolean(),
        }),
      ),
    )
    .query(async ({ ctx }) => (await listInvitations(ctx)).map((invitation) => ({ ...invitation, role: Role.parse(invitation.role) }))),
  invite: permitted("people.manage")
    .input(z.object({ email: Email, role: Role }))
    .output(LinkSent)
    .mutation(({ ctx, input }) => invitePerson(ctx, input)),
  renewInvitation: permitted("people.manage")
    .input(InvitationId)
    .output(LinkSent)
    .mutation(({ ctx, input }) => renewInvitation(ctx, input)),
  revokeInvitation: permitted("people.manage")
    .input(InvitationId)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
  changeRole: permitted("people.manage")
    .input(UserId.extend({ role: Role }))
    .output(z.void())
    .mutation(({ ctx, input }) => changeRole(ctx, input)),
  remove: permitted("people.manage")
    .input(UserId)
    .output(z.void())
    .mutation(({ ctx, input }) => removePerson(ctx, input)),
  makeResetLink: permitted("people.manage")
    .input(UserId)
    .output(z.object({ link: z.string(), expiresAt: z.date() }))
    .mutation(({ ctx, input }) => makeResetLink(ctx, input)),
  leave: permitted("workspace.read")
    .input(z.void())
    .output(z.void())
    .mutation(({ ctx }) => leaveWorkspace(ctx)),
});
