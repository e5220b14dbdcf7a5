"use client";
import { lazy, Suspense, type ComponentProps } from "react";

const ProposalPanel = lazy(() => import("./proposal-panel.tsx"));

/** What the newest audit would change: its script comes only where there is something to answer. */
export function LazyProposalPanel(props: ComponentProps<typeof ProposalPanel>) {
  return (
    <Suspense fallback={<div className="skeleton mb-8 h-40" />}>
      <ProposalPanel {...props} />
    </Suspense>
  );
}
