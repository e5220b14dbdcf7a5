import type { ReactNode } from "react";

/** The ONE next step of a page: a sentence with its reason, and the button that does it. */
export function NextStep({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <section
      aria-label="Next step"
      className="mb-8 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-line bg-panel px-4.5 py-3.5"
    >
      <p className="min-w-[min(16rem,100%)] flex-1 text-pretty">
        <b className="font-semibold">Next:</b> {children}
      </p>
      {action}
    </section>
  );
}
