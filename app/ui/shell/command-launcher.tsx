"use client";
import { lazy, Suspense, useEffect, useState } from "react";
import Search from "lucide-react/icons/search";
import { Kbd } from "../kbd.tsx";

/** `words` are found as well as the label: "people invite member". */
export type Command = { kind: "page" | "action"; label: string; href: string; words?: string };

const CommandPalette = lazy(() => import("./command-palette.tsx"));

/** Opens the command palette by button or Ctrl/Cmd-K; its code comes on the first use. */
export function CommandLauncher({ commands }: { commands: readonly Command[] }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen((before) => !before);
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        className="flex min-h-8 w-full items-center gap-2.5 rounded-md border border-line bg-panel px-2.5 text-soft hover:bg-fill [&_svg]:size-4"
      >
        <Search />
        <span className="flex-1 text-start">Go to</span>
        <Kbd keys={["Ctrl", "K"]} />
      </button>
      {open && (
        <Suspense>
          <CommandPalette commands={commands} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
