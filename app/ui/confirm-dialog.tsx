"use client";
import { useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { closeDialog, Dialog } from "./dialog.tsx";

type ConfirmDialogProps = {
  id: string;
  title: string;
  /** What will happen, what stays, and whether it can be undone. */
  children: ReactNode;
  /** What the button does, as a verb: "Delete the connection". */
  confirm: string;
  /** To be typed before the button works, where nothing can be undone: the name of the thing. */
  phrase?: string;
  danger?: boolean;
  /** Does it. Returns what went wrong as a sentence, or nothing. */
  onConfirm: () => Promise<string | void>;
};

/** Asks before something that takes away. Prefer to do it and offer Undo in a toast; ask only where that is not possible. */
export function ConfirmDialog({ id, title, children, confirm, phrase, danger = true, onConfirm }: ConfirmDialogProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const ready = phrase === undefined || typed.trim() === phrase;

  async function run() {
    setPending(true);
    try {
      const wrong = await onConfirm();
      setProblem(wrong ?? null);
      if (!wrong) closeDialog(id);
    } catch (thrown) {
      setProblem("It did not work and nothing was changed that we know of. Load the page again to see how things stand.");
      throw thrown;
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      id={id}
      title={title}
      onClose={() => {
        setProblem(null);
        setTyped("");
      }}
      footer={
        <>
          <Button onClick={() => closeDialog(id)}>Leave it</Button>
          <Button variant={danger ? "danger" : "primary"} pending={pending} disabled={!ready} onClick={() => void run()}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="text-pretty text-soft">{children}</div>
      {phrase !== undefined && (
        <label className="mt-4 block">
          <span className="mb-1 block">
            Type <b className="font-semibold">{phrase}</b> to go on
          </span>
          <input className="control" value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        </label>
      )}
      {problem && (
        <p role="alert" className="mt-4 rounded-md bg-danger-soft px-3 py-2 text-danger">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
