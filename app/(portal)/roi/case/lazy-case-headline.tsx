"use client";
import { lazy, Suspense } from "react";
import { Skeleton } from "#app/ui/feedback/skeleton.tsx";
import type { CaseHeadlineProps } from "./case-headline.tsx";

const CaseHeadline = lazy(() => import("./case-headline.tsx"));

/** The answer of a case. The page comes with it written out; the model that answers again comes after the page can be used. */
export function LazyCaseHeadline(props: CaseHeadlineProps) {
  return (
    <Suspense fallback={<Skeleton className="h-64" />}>
      <CaseHeadline {...props} />
    </Suspense>
  );
}
