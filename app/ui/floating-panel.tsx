"use client";
import { useEffect, useEffectEvent, useRef, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import { createPortal } from "react-dom";

type FloatingPanelProps = {
  /** The button it belongs to: it stands beside it, and the focus returns to it. */
  anchor: RefObject<HTMLElement | null>;
  label: string;
  onClose: () => void;
  /** Called once it is shown and has the focus: what in it has the focus instead. */
  onOpen?: (panel: HTMLElement) => void;
  children: ReactNode;
  role?: "dialog" | "menu";
  align?: "start" | "end";
  /** On a phone it becomes a sheet at the lower edge. */
  sheet?: boolean;
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
};

/**
 * A native popover, shown as long as it is rendered: the browser closes it on Escape and on a press outside, and keeps it above everything.
 * It hangs below <body>, since a figure may stand inside a paragraph, where no block may.
 */
export function FloatingPanel({
  anchor,
  label,
  onClose,
  onOpen,
  children,
  role = "dialog",
  align = "start",
  sheet = false,
  onKeyDown,
}: FloatingPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const opened = useEffectEvent((element: HTMLDivElement) => onOpen?.(element));

  useEffect(() => {
    const element = panel.current;
    if (!element || element.matches(":popover-open")) return;
    element.showPopover(anchor.current ? { source: anchor.current } : undefined);
    element.focus({ preventScroll: true });
    opened(element);
  }, [anchor]);

  return createPortal(
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- its role is in a variable
    <div
      ref={panel}
      popover="auto"
      role={role}
      aria-label={label}
      tabIndex={-1}
      data-align={align}
      data-sheet={sheet || undefined}
      className="popover rise"
      onKeyDown={onKeyDown}
      onToggle={(event) => {
        if (event.newState !== "closed") return;
        if (panel.current?.contains(document.activeElement) || document.activeElement === document.body) anchor.current?.focus();
        onClose();
      }}
    >
      {children}
    </div>,
    document.body,
  );
}
