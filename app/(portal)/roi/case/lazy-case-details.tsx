"use client";
import { lazy, Suspense, type ComponentProps } from "react";
import { Skeleton } from "#app/ui/feedback/skeleton.tsx";

const CaseDetails = lazy(() => import("./case-details.tsx"));

/** The details of a case below its headline; their script comes after the page can be used. */
export function LazyCaseDetails(props: ComponentProps<typeof CaseDetails>) {
  return (
    <Suspense fallback={<Skeleton className="h-[60rem]" />}>
      <CaseDetails {...props} />
    </Suspense>
  );
}
