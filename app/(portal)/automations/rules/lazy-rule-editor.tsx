"use client";
import { lazy, Suspense } from "react";
import { Skeleton } from "#app/ui/feedback/skeleton.tsx";
import type { RuleEditorProps } from "./rule-editor.tsx";

const RuleEditor = lazy(() => import("./rule-editor.tsx"));

/** The editor of the rules; its script comes after the page can be used. */
export function LazyRuleEditor(props: RuleEditorProps) {
  return (
    <Suspense fallback={<Skeleton className="h-[40rem]" />}>
      <RuleEditor {...props} />
    </Suspense>
  );
}
