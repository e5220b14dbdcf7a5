import type { ReactNode } from "react";

/** A label over a figure, for the two to four numbers that stand beside each other on a page. */
export function Stat({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="mt-1 text-xl font-semibold tracking-tight tabular-nums">{children}</dd>
      {note && <dd className="mt-0.5 text-xs text-soft">{note}</dd>}
    </div>
  );
}

/** A row of Stats; it wraps on a phone. */
export function StatRow({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(11rem,100%),1fr))] gap-x-8 gap-y-5">{children}</dl>;
}
