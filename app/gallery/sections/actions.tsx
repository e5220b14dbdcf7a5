"use client";
import Download from "lucide-react/icons/download";
import Pencil from "lucide-react/icons/pencil";
import Play from "lucide-react/icons/play";
import Trash from "lucide-react/icons/trash-2";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { closeDialog, Dialog, OpenDialogButton } from "#app/ui/dialog.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Kbd } from "#app/ui/kbd.tsx";
import { Menu } from "#app/ui/menu.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { Part, Specimen } from "../specimen.tsx";

export function ActionsSection() {
  return (
    <Part id="actions" title="Actions">
      <Specimen name="Buttons: primary once a page">
        <div className="flex flex-wrap gap-2.5">
          <Button variant="primary" icon={<Play />}>
            Run the back-test
          </Button>
          <Button>Save as draft</Button>
          <Button variant="quiet">Cancel</Button>
          <Button variant="danger">Delete the connection</Button>
          <Button pending>Saving</Button>
          <Button disabled>Not allowed</Button>
          <Button size="small">Small</Button>
          <Button square icon={<Pencil />} aria-label="Edit" />
          <LinkButton href="/gallery">A link</LinkButton>
        </div>
      </Specimen>
      <Specimen name="Menu, dialogs, toasts, keys">
        <div className="flex flex-wrap items-center gap-2.5">
          <Menu
            label="More actions"
            items={[
              { label: "Edit", onSelect: () => showToast("Opened for editing"), icon: <Pencil /> },
              { label: "Export CSV", href: "/gallery/export.csv", download: true, icon: <Download /> },
              { divider: true },
              {
                label: "Delete",
                onSelect: () => showToast("Rule deleted", { undo: () => showToast("Rule is back") }),
                icon: <Trash />,
                danger: true,
              },
            ]}
          />
          <OpenDialogButton dialogId="gallery-dialog">Open a dialog</OpenDialogButton>
          <OpenDialogButton dialogId="gallery-confirm">Ask before deleting</OpenDialogButton>
          <Button onClick={() => showToast("Rates saved", { undo: () => showToast("The old rates are back") })}>Toast with undo</Button>
          <Button onClick={() => showToast("The export failed. Nothing was lost: try again.", { tone: "danger" })}>
            Toast of an error
          </Button>
          <Kbd keys={["Ctrl", "K"]} />
        </div>
        <Dialog
          id="gallery-dialog"
          title="Time this task"
          footer={
            <>
              <Button onClick={() => closeDialog("gallery-dialog")}>Later</Button>
              <Button variant="primary" onClick={() => closeDialog("gallery-dialog")}>
                Start the watch
              </Button>
            </>
          }
        >
          <p className="text-soft">
            Do the next ten cases as you always do and press stop after each. Ten are enough to narrow the range by half.
          </p>
        </Dialog>
        <ConfirmDialog
          id="gallery-confirm"
          title="Delete the connection to Shopify?"
          confirm="Delete the connection"
          phrase="Shopify"
          onConfirm={async () => {
            await new Promise((resolve) => setTimeout(resolve, 600));
            return "Shopify did not answer, so nothing was deleted. Try again in a minute.";
          }}
        >
          The connection and the 412,806 events that came through it are erased. Figures that rest on them become unknown. This cannot be
          undone.
        </ConfirmDialog>
      </Specimen>
      <Specimen name="Tabs: each view has its address">
        <Tabs
          label="Audit"
          current="/gallery"
          tabs={[
            { label: "Ranking", href: "/gallery" },
            { label: "Hand-offs", href: "/gallery?view=handoffs", count: 43 },
            { label: "Touches by hour", href: "/gallery?view=hours" },
            { label: "Evidence", href: "/gallery?view=evidence" },
          ]}
        />
      </Specimen>
    </Part>
  );
}
