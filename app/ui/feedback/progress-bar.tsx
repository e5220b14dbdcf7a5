"use client";
import type { ReactNode } from "react";
import { Button } from "../button.tsx";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { describeProgress, type Progress } from "./describe-progress.ts";

type ProgressBarProps = {
  /** What is being done: "Importing orders-2026.csv". */
  label: string;
  progress: Progress;
  onCancel?: (() => void) | undefined;
  /** Asked to stop and not stopped yet. */
  cancelling?: boolean;
  /** What can be opened when it is done, or what went wrong. */
  children?: ReactNode;
};

/** Long work as it goes on: rows done, rate, time left, cancel. It shows what the job wrote down, so it survives a reload. */
export function ProgressBar({ label, progress, onCancel, cancelling = false, children }: ProgressBarProps) {
  const { locale } = useWorkspaceFormat();
  const { share, text } = describeProgress(progress, locale);
  const shown = cancelling ? "Stopping after the rows in hand" : text;
  return (
    <div className="rounded-lg border border-line bg-panel px-4.5 py-3.5">
      <div className="flex min-h-8 items-center justify-between gap-3">
        <p className="min-w-0 font-medium wrap-anywhere">{label}</p>
        {onCancel && progress.state === "running" && (
          <Button variant="quiet" size="small" onClick={onCancel} pending={cancelling} aria-label={`Cancel: ${label}`}>
            Cancel
          </Button>
        )}
      </div>
      <progress
        aria-label={label}
        aria-valuetext={shown}
        max={1}
        {...(share === null ? {} : { value: share })}
        data-failed={progress.state === "failed" || undefined}
        className="progress mt-1"
      />
      <p className="mt-1.5 min-h-5 text-sm text-soft tabular-nums">{shown}</p>
      {children}
    </div>
  );
}
