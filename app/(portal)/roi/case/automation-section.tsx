"use client";
import { lazy, Suspense, useState } from "react";
import type { AutomationInputsProps } from "./automation-inputs.tsx";

const AutomationInputs = lazy(() => import("./automation-inputs.tsx"));

/** One automation of a case; its inputs come when it is opened. */
export function AutomationSection(props: AutomationInputsProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="rounded-lg border border-line bg-panel" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex min-h-11 items-center px-4.5 font-medium">{props.automation.title}</summary>
      {open && (
        <Suspense fallback={<div className="skeleton m-4 h-60" />}>
          <AutomationInputs {...props} />
        </Suspense>
      )}
    </details>
  );
}
