"use client";
import { useId, type ReactNode } from "react";
import X from "lucide-react/icons/x";
import { Button } from "./button.tsx";
import type { ButtonLook } from "./button-class.ts";

/** Opens a Dialog by its id; for the rare case that no button opens it. */
export function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** Closes a Dialog by its id. */
export function closeDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement) dialog.close();
}

/** Opens the dialog with this id, before the page's script has arrived too: the browser does it. */
export function OpenDialogButton({
  dialogId,
  children,
  icon,
  ...look
}: ButtonLook & { dialogId: string; icon?: ReactNode; children: ReactNode; "aria-label"?: string }) {
  return (
    <Button {...look} icon={icon} command="show-modal" commandfor={dialogId} aria-haspopup="dialog">
      {children}
    </Button>
  );
}

type DialogProps = {
  id: string;
  title: string;
  children: ReactNode;
  /** The buttons; the one that does it last. */
  footer?: ReactNode;
  onClose?: () => void;
};

/** A native modal dialog: the focus stays inside and returns to the button that opened it; Escape closes it. */
export function Dialog({ id, title, children, footer, onClose }: DialogProps) {
  const titleId = useId();
  return (
    <dialog id={id} aria-labelledby={titleId} className="dialog rise" onClose={onClose}>
      <div className="flex items-start justify-between gap-4 px-5 pt-4.5">
        <h2 id={titleId} className="text-lg font-semibold">
          {title}
        </h2>
        <Button
          variant="quiet"
          size="small"
          square
          icon={<X />}
          aria-label="Close"
          className="-me-2 -mt-1"
          onClick={() => closeDialog(id)}
        />
      </div>
      <div className="px-5 pt-2 pb-5">{children}</div>
      {footer && <div className="flex flex-wrap justify-end gap-2.5 border-t border-line px-5 py-3.5">{footer}</div>}
    </dialog>
  );
}
