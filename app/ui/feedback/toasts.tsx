"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import X from "lucide-react/icons/x";
import { classNames } from "../class-names.ts";
import { Button } from "../button.tsx";
import { dismissToast, toastStore, type Toast } from "./toast-store.ts";

const none: readonly Toast[] = [];
// Long enough to read a sentence twice and reach the button; one that can be undone stays longer. Hover and focus stop the clock.
const READ_MS = 6000;
const UNDO_MS = 12_000;

/** Where toasts appear: once, in the shell. A screen reader hears them without losing its place. */
export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-20 z-50 flex flex-col items-center gap-2 sm:inset-x-auto sm:end-5 sm:bottom-5 sm:items-end"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => dismissToast(toast.id), toast.undo ? UNDO_MS : READ_MS);
    return () => clearTimeout(timer);
  }, [held, toast]);
  const { undo } = toast;
  return (
    <div
      className={classNames(
        "rise pointer-events-auto flex max-w-105 items-center gap-2 rounded-lg border border-line bg-raised py-1.5 ps-4 pe-1.5 shadow-float",
        toast.tone === "danger" && "border-danger",
      )}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className="min-w-0 flex-1 py-1.5">{toast.text}</p>
      {undo && (
        <Button
          size="small"
          onClick={() => {
            dismissToast(toast.id);
            undo();
          }}
        >
          Undo
        </Button>
      )}
      <Button variant="quiet" size="small" square icon={<X />} aria-label="Dismiss" onClick={() => dismissToast(toast.id)} />
    </div>
  );
}
