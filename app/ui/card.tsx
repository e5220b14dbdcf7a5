import type { ReactNode } from "react";

/** A panel with a title, a line of explanation and room for one action. */
export function Card({ title, detail, action, children }: { title: string; detail?: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="min-w-0 rounded-lg border border-line bg-panel px-4.5 py-4">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lg font-semibold">{title}</h2>
        {action}
      </div>
      {detail && <p className="mt-0.5 text-sm text-pretty text-soft">{detail}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}

/** A heading over a part of a page that is not a panel, with room for one link. */
export function SectionHeading({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
      <h2 className="text-lg font-semibold">{children}</h2>
      {action}
    </div>
  );
}
