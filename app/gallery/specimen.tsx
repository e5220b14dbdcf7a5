import type { ReactNode } from "react";

/** A part of the gallery. */
export function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="min-w-0">
      <h2 id={`${id}-title`} className="mb-4 border-b border-line pb-2 text-xl font-semibold tracking-tight">
        {title}
      </h2>
      <div className="grid min-w-0 gap-8">{children}</div>
    </section>
  );
}

/** One component in one state, with the name of the state. */
export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <p className="mb-2 text-xs text-soft">{name}</p>
      {children}
    </div>
  );
}
