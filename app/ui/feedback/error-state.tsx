import type { ReactNode } from "react";

type ErrorStateProps = {
  /** What happened, in one sentence without blame. */
  title: string;
  /** What is safe: what was kept, what did not happen. */
  safe: ReactNode;
  /** What to do now. */
  remedy: ReactNode;
  /** Under which it stands in the log. */
  errorId?: string | undefined;
  action?: ReactNode;
  headingLevel?: 1 | 2;
};

/** Something went wrong: what happened, what is safe, what to do. */
export function ErrorState({ title, safe, remedy, errorId, action, headingLevel = 2 }: ErrorStateProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <section className="rounded-lg border border-line bg-panel px-5 py-5 sm:px-6">
      <Heading className="text-lg font-semibold">{title}</Heading>
      <dl className="mt-2.5 grid max-w-[72ch] gap-x-5 gap-y-1.5 text-pretty sm:grid-cols-[auto_1fr]">
        <dt className="font-medium">What is safe</dt>
        <dd className="text-soft">{safe}</dd>
        <dt className="font-medium">What to do</dt>
        <dd className="text-soft">{remedy}</dd>
        {errorId && (
          <>
            <dt className="font-medium">Error</dt>
            <dd>
              <code className="rounded-sm bg-fill px-1.5 py-0.5 text-sm select-all">{errorId}</code>
            </dd>
          </>
        )}
      </dl>
      {action && <div className="mt-4 flex flex-wrap gap-2.5">{action}</div>}
    </section>
  );
}
