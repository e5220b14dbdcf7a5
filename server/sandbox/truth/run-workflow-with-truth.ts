import { runWorkflow } from "../workflows/run-workflow.ts";
import type { ShopSettings } from "../shop/settings.ts";
import type { WorkflowEvent, WorkflowTouch } from "../workflows/run-workflow.ts";
import type { Workflow } from "../workflows/workflow.ts";

/** A workflow's recorded steps together with the beginnings that no vendor records, in order of their ends. */
export function runWorkflowWithTruth(
  settings: ShopSettings,
  workflow: Workflow,
): { events: readonly WorkflowEvent[]; touches: readonly WorkflowTouch[] } {
  const touches: WorkflowTouch[] = [];
  const events = runWorkflow(settings, workflow, (touch) => touches.push(touch));
  return { events, touches };
}
