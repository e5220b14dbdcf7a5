import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type BadgeTone = "neutral" | "good" | "warn" | "danger";

const TONES: Record<BadgeTone, string> = {
  neutral: "bg-fill text-soft",
  good: "bg-accent-soft text-accent",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

/** A word on the state of a thing. The word says it; the colour only repeats it. */
export function Badge({ tone = "neutral", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classNames("inline-flex items-center gap-1 rounded-sm px-1.5 py-px text-xs font-normal whitespace-nowrap", TONES[tone])}
    >
      {children}
    </span>
  );
}
