"use client";
import { useEffect, useRef, type ReactNode } from "react";
import { usePathname } from "next/navigation";

/** A phone's drawer: a native popover, opened by the button that names it, closed by Escape, a press outside, or a new page. */
export function MoreDrawer({ children }: { children: ReactNode }) {
  const path = usePathname();
  const shownFor = useRef(path);
  const drawer = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (shownFor.current === path) return;
    shownFor.current = path;
    if (drawer.current?.matches(":popover-open")) drawer.current.hidePopover();
  }, [path]);
  return (
    <dialog ref={drawer} id="more-drawer" popover="auto" aria-label="All pages and account" className="drawer overflow-y-auto px-3 py-4">
      <div className="flex min-h-full flex-col gap-2">{children}</div>
    </dialog>
  );
}
