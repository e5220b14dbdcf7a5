"use client";
import { useId, useRef, type ReactNode } from "react";

/**
 * A term that explains itself on hover, focus and press (a phone has no hover). Escape takes the explanation away.
 */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  const id = useId();
  const tip = useRef<HTMLSpanElement>(null);
  const term = useRef<HTMLButtonElement>(null);
  const show = () => {
    if (tip.current && !tip.current.matches(":popover-open")) tip.current.showPopover(term.current ? { source: term.current } : undefined);
  };
  const hide = () => {
    if (tip.current?.matches(":popover-open")) tip.current.hidePopover();
  };
  return (
    <>
      <button
        ref={term}
        type="button"
        aria-describedby={id}
        className="min-h-6 cursor-help text-inherit underline decoration-dotted decoration-from-font underline-offset-4"
        onPointerEnter={show}
        onPointerLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(event) => {
          if (event.key === "Escape") hide();
        }}
      >
        {children}
      </button>
      <span ref={tip} id={id} role="tooltip" popover="manual" className="popover tooltip">
        {text}
      </span>
    </>
  );
}
