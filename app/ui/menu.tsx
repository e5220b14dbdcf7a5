"use client";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Link } from "./link.tsx";
import { buttonClass, type ButtonLook } from "./button-class.ts";
import { classNames } from "./class-names.ts";
import { FloatingPanel } from "./floating-panel.tsx";
import { nextEntry } from "./next-entry.ts";

export type MenuItem =
  | { label: string; href: string; icon?: ReactNode; download?: boolean; current?: boolean }
  | { label: string; onSelect: () => void; icon?: ReactNode; danger?: boolean }
  | { divider: true };

type MenuProps = ButtonLook & {
  /** Text of the button, and name of the menu. */
  label: string;
  /** In place of the text: words, or with `square` an icon, whose name is then the label. */
  face?: ReactNode;
  icon?: ReactNode;
  items: readonly MenuItem[];
  align?: "start" | "end";
  className?: string;
};

/**
 * A button with a list of actions: arrows, Home, End and first letters move, Enter chooses, Escape closes.
 * Opened by a key, its first entry has the focus (ArrowUp: its last); opened by a pointer, the list has, and nothing is picked out.
 */
export function Menu({ label, face, icon, items, align = "end", className, ...look }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const openAtPress = useRef(false);
  const [open, setOpen] = useState<"pointer" | "first" | "last" | null>(null);

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open !== null}
        aria-label={look.square ? label : undefined}
        className={face && !look.square ? className : buttonClass(look, className)}
        onPointerDown={() => (openAtPress.current = open !== null)}
        onClick={(event) => {
          // A press by Enter, Space or an aid that has no pointer counts no clicks.
          const by = event.detail === 0 ? "first" : "pointer";
          setOpen(open || openAtPress.current ? null : by);
          openAtPress.current = false;
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(event.key === "ArrowDown" ? "first" : "last");
        }}
      >
        {icon}
        {face ?? label}
      </button>
      {open && (
        <FloatingPanel
          anchor={button}
          label={label}
          role="menu"
          align={align}
          onOpen={(panel) =>
            open !== "pointer" &&
            entriesOf(panel)
              .at(open === "first" ? 0 : -1)
              ?.focus({ preventScroll: true })
          }
          onClose={() => setOpen(null)}
          onKeyDown={moveInMenu}
        >
          <div role="none" className="min-w-44 p-1">
            {items.map((item, index) => (
              <Entry key={"divider" in item ? `divider-${index}` : item.label} item={item} close={() => setOpen(null)} />
            ))}
          </div>
        </FloatingPanel>
      )}
    </>
  );
}

const ENTRY =
  "flex w-full min-h-8 max-sm:min-h-11 items-center gap-2.5 rounded-md px-2.5 py-1 text-start no-underline hover:bg-fill focus:bg-fill focus-visible:outline-offset-[-2px] [&_svg]:size-4 [&_svg]:text-soft";

function Entry({ item, close }: { item: MenuItem; close: () => void }) {
  if ("divider" in item) return <hr className="my-1 border-line" />;
  const inside = (
    <>
      {item.icon}
      {item.label}
    </>
  );
  if ("href" in item) {
    const props = {
      role: "menuitem",
      tabIndex: -1,
      className: classNames(ENTRY, item.current && "font-medium"),
      onClick: close,
      "aria-current": item.current ? ("true" as const) : undefined,
    };
    return item.download ? (
      <a {...props} href={item.href} download>
        {inside}
      </a>
    ) : (
      <Link {...props} href={item.href}>
        {inside}
      </Link>
    );
  }
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={classNames(ENTRY, item.danger && "text-danger [&_svg]:text-danger")}
      onClick={() => {
        close();
        item.onSelect();
      }}
    >
      {inside}
    </button>
  );
}

const entriesOf = (panel: HTMLElement) => [...panel.querySelectorAll<HTMLElement>('[role="menuitem"]')];

function moveInMenu(event: KeyboardEvent<HTMLDivElement>) {
  const entries = entriesOf(event.currentTarget);
  const at = entries.findIndex((entry) => entry === document.activeElement);
  const target = nextEntry(
    event.key,
    at,
    entries.map((entry) => entry.textContent ?? ""),
  );
  if (event.key === "Tab") event.currentTarget.hidePopover();
  if (target === null) return;
  event.preventDefault();
  entries[target]?.focus();
}
