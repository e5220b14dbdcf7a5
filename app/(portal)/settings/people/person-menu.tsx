"use client";
import { useState } from "react";
import Ellipsis from "lucide-react/icons/ellipsis";
import type { Role } from "#server/permissions.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { Dialog, openDialog } from "#app/ui/dialog.tsx";
import { Menu, type MenuItem } from "#app/ui/menu.tsx";
import { roleOptions } from "../role-name.ts";
import { useAction } from "../use-action.ts";
import { LinkOnce } from "./link-once.tsx";

type Props = { person: { userId: string; name: string; role: Role }; own: boolean; ownRole: Role; mayManage: boolean };

/** What can be done about one person: another role, a link for a new password, removal; oneself can leave. */
export function PersonMenu({ person, own, ownRole, mayManage }: Props) {
  const { userId, name, role } = person;
  const { run } = useAction();
  const [link, setLink] = useState<string | null>(null);
  const leaveDialog = `remove-${userId}`;
  const linkDialog = `password-link-${userId}`;

  const changeRole: MenuItem[] = roleOptions(ownRole)
    .filter((option) => option.value !== role)
    .map((option) => ({
      label: `Make ${option.label}`,
      onSelect: () =>
        void run((client) => client.people.changeRole.mutate({ userId, role: option.value }), `${name} is now ${option.label}.`, {
          undo: (client) => client.people.changeRole.mutate({ userId, role }),
        }),
    }));

  async function makeLink() {
    const wrong = await run(
      async (client) => setLink((await client.people.makeResetLink.mutate({ userId })).link),
      `A password link for ${name} is made.`,
    );
    if (!wrong) openDialog(linkDialog);
  }

  const items: MenuItem[] = [
    ...(mayManage ? [...changeRole, { divider: true } as const] : []),
    ...(mayManage && !own ? [{ label: "Make a password link", onSelect: () => void makeLink() }] : []),
    { label: own ? "Leave the workspace" : "Remove from the workspace", danger: true, onSelect: () => openDialog(leaveDialog) },
  ];

  return (
    <>
      <Menu label={`Change ${name}`} face={<Ellipsis />} size="small" square items={items} />
      <Dialog id={linkDialog} title={`Password link for ${name}`} onClose={() => setLink(null)}>
        {link && (
          <LinkOnce
            link={link}
            detail="It holds for a day and works once. Whoever opens it can sign in as this person, so hand it over in private."
          />
        )}
      </Dialog>
      <ConfirmDialog
        id={leaveDialog}
        title={own ? "Leave this workspace?" : `Remove ${name}?`}
        confirm={own ? "Leave" : "Remove"}
        onConfirm={async () => {
          if (!own) return run((client) => client.people.remove.mutate({ userId }), `${name} is no longer in this workspace.`);
          const wrong = await run((client) => client.people.leave.mutate(), "You have left the workspace.");
          if (!wrong) location.assign("/");
          return wrong;
        }}
      >
        {own
          ? "You see nothing of this workspace from then on, until somebody invites you again."
          : "They see nothing of this workspace from their next click on. What they changed stays, under their name in the log. They can be invited again."}
      </ConfirmDialog>
    </>
  );
}
