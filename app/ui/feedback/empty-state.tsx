import type { ReactNode } from "react";

type EmptyStateProps = {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** 2 where it stands right below the heading of the page. */
  headingLevel?: 2 | 3;
};

/** Nothing here yet: says what will appear and offers the action that makes it appear. */
export function EmptyState({ title, children, action, headingLevel = 3 }: EmptyStateProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <Heading className="text-lg font-semibold">{title}</Heading>
      <p className="max-w-[52ch] text-pretty text-soft">{children}</p>
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2.5">{action}</div>}
    </div>
  );
}
