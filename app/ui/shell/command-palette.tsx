/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the combobox pattern of WAI-ARIA: no native list can be filtered and kept open */
"use client";
import { useEffect, useId, useRef, useState } from "react";
import { useRouter } from "next/navigation";
import { Kbd } from "../kbd.tsx";
import { classNames } from "../class-names.ts";
import { nextEntry } from "../next-entry.ts";
import type { Command } from "./command-launcher.tsx";
import { rankCommands } from "./rank-commands.ts";

const GROUPS = { page: "Pages", action: "Actions" } as const;

/** Pages and actions by a few typed letters; arrows move, Enter goes, Escape closes. */
export default function CommandPalette({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const router = useRouter();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const ranked = rankCommands(commands, typed);
  const groups = (["page", "action"] as const).map((kind) => ({ kind, entries: ranked.filter((command) => command.kind === kind) }));
  const inOrder = groups.flatMap(({ entries }) => entries);
  const optionId = (index: number) => `${id}-option-${index}`;

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    // Braces: it returns a promise in some browsers, and an effect may not.
    document.getElementById(`${id}-option-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at]);

  function go(command: Command | undefined) {
    if (!command) return;
    dialog.current?.close();
    router.push(command.href);
  }

  return (
    <dialog ref={dialog} aria-label="Go to a page or do something" className="dialog palette" onClose={onClose} closedby="any">
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type into it
        autoFocus
        role="combobox"
        aria-label="Page or action"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={inOrder.length > 0 ? optionId(at) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Page or action"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            go(inOrder[at]);
            return;
          }
          if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
          event.preventDefault();
          setAt(
            nextEntry(
              event.key,
              at,
              inOrder.map(({ label }) => label),
            ) ?? 0,
          );
        }}
        className="w-full border-b border-line bg-transparent px-5 py-4 text-lg outline-none placeholder:text-soft"
      />
      <div id={`${id}-list`} role="listbox" aria-label="Found" className="max-h-[50dvh] min-h-24 overflow-y-auto p-2">
        {groups.map(
          ({ kind, entries }) =>
            entries.length > 0 && (
              <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
                <p id={`${id}-${kind}`} className="px-3 pt-2 pb-1 text-xs text-soft">
                  {GROUPS[kind]}
                </p>
                {entries.map((command) => {
                  const index = inOrder.indexOf(command);
                  return (
                    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the combobox keeps the focus and handles the keys
                    <div
                      key={`${command.href} ${command.label}`}
                      id={optionId(index)}
                      role="option"
                      aria-selected={index === at}
                      className={classNames(
                        "flex min-h-9 items-center rounded-md px-3",
                        index === at && "bg-fill outline-1 outline-offset-[-1px] outline-line",
                      )}
                      onPointerMove={() => setAt(index)}
                      onClick={() => go(command)}
                    >
                      {command.label}
                    </div>
                  );
                })}
              </div>
            ),
        )}
        {inOrder.length === 0 && <p className="px-3 py-6 text-center text-soft">Nothing is called that. Try a shorter word.</p>}
      </div>
      <output className="sr-only">{inOrder.length === 1 ? "1 found" : `${inOrder.length} found`}</output>
      <p className="flex gap-4 border-t border-line px-5 py-2.5 text-xs text-soft max-sm:hidden" aria-hidden="true">
        <span className="flex items-center gap-1.5">
          <Kbd keys={["↑", "↓"]} /> move
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys={["Enter"]} /> open
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys={["Esc"]} /> close
        </span>
      </p>
    </dialog>
  );
}
