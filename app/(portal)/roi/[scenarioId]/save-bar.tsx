"use client";
import { Button } from "#app/ui/button.tsx";

type SaveBarProps = {
  /** What is wrong with the draft; [] when it can be saved. */
  problems: readonly { message: string }[];
  /** Why the last try to save failed. */
  wrong: string | null;
  pending: boolean;
  /** What saving would make; null for who may not save. */
  version: number | null;
  onUndo: () => void;
  onSave: () => void;
};

/** What to do with a draft that is not saved. */
export default function SaveBar({ problems, wrong, pending, version, onUndo, onSave }: SaveBarProps) {
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-3 z-10 mt-6 flex flex-wrap items-center gap-3 rounded-lg border border-line bg-raised px-4.5 py-3 shadow-float max-md:bottom-20"
    >
      <output className="block min-w-0 flex-1 max-sm:basis-full">
        {problems.length > 0 ? problems.map(({ message }) => message).join(" ") : "What you see is not saved."}
      </output>
      {wrong && (
        <p role="alert" className="w-full text-danger">
          {wrong}
        </p>
      )}
      <Button onClick={onUndo}>Undo all</Button>
      {version !== null && (
        <Button variant="primary" pending={pending} disabled={problems.length > 0} onClick={onSave}>
          Save as version {version}
        </Button>
      )}
    </section>
  );
}
