"use client";
import { useState } from "react";
import Ellipsis from "lucide-react/icons/ellipsis";
import { Dialog, openDialog } from "#app/ui/dialog.tsx";
import { Menu } from "#app/ui/menu.tsx";
import { useAction } from "../use-action.ts";
import { LinkOnce } from "./link-once.tsx";

/** Sends an invitation again, or takes it back. */
export function InvitationMenu({ id, email }: { id: string; email: string }) {
  const { run } = useAction();
  const [link, setLink] = useState<string | null>(null);
  const linkDialog = `invitation-link-${id}`;

  async function renew() {
    const wrong = await run(async (client) => {
      const answer = await client.people.renewInvitation.mutate({ invitationId: id });
      setLink(answer.link);
      if (!answer.sent) openDialog(linkDialog);
    }, `${email} has a new link; the old one stopped working.`);
    if (wrong) setLink(null);
  }

  return (
    <>
      <Menu
        label={`Change the invitation of ${email}`}
        face={<Ellipsis />}
        size="small"
        square
        items={[
          { label: "Send again", onSelect: () => void renew() },
          {
            label: "Take back",
            danger: true,
            onSelect: () =>
              void run(
                (client) => client.people.revokeInvitation.mutate({ invitationId: id }),
                `The invitation of ${email} is taken back.`,
              ),
          },
        ]}
      />
      <Dialog id={linkDialog} title={`Invitation for ${email}`} onClose={() => setLink(null)}>
        {link && <LinkOnce link={link} detail="No letter could be sent, so pass this link on yourself. It holds for seven days." />}
      </Dialog>
    </>
  );
}
