import type { ReactNode } from "react";

/**
 * The one sentence a page says: as h1, with its figure in the accent colour.
 *
 * @param props.children the sentence; wrap the figure in <HeadlineFigure>
 * @param props.detail how it is known and what it leaves out
 */
export function Headline({ children, detail }: { children: ReactNode; detail?: ReactNode }) {
  return (
    <header className="mb-6">
      <h1 className="max-w-[32ch] text-2xl font-semibold tracking-tight text-balance sm:text-3xl">{children}</h1>
      {detail && <p className="mt-2 max-w-[74ch] text-pretty text-soft">{detail}</p>}
    </header>
  );
}

/** The figure of a headline, in the accent colour. */
export function HeadlineFigure({ children }: { children: ReactNode }) {
  return <span className="text-accent">{children}</span>;
}
