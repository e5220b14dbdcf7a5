import type { RouterOutputs } from "#app/trpc/types.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { LearnRules } from "../../automations/rules/learn-rules.tsx";

export type PlaybookOffer = Pick<
  RouterOutputs["automations"]["playbooks"][number],
  "name" | "title" | "integration" | "connected" | "automationId"
>;

/** From what people decide to the rules of an automation, which are then tried on the team's own past; says what is missing for it. */
export function RuleFromThis({ workflow, playbook }: { workflow: string; playbook: PlaybookOffer | null }) {
  if (playbook === null)
    return (
      <p className="mt-4 max-w-[74ch] text-pretty text-soft">
        No playbook ships for {workflowTitle(workflow)} yet: the table is what a rule of your own would begin with.
      </p>
    );
  const { name, title, connected, automationId } = playbook;
  if (!connected && automationId === null)
    return (
      <div className="mt-6">
        <NextStep action={<LinkButton href="/connections">Connect a system</LinkButton>}>
          The playbook &ldquo;{title}&rdquo; learns its rules from records, which a file of events does not hold. Once its system is
          connected, a draft is one press away.
        </NextStep>
      </div>
    );
  return (
    <div className="mt-6">
      <NextStep action={<LearnRules of={automationId === null ? { playbook: name } : { automationId }} label="Draft a rule from this" />}>
        Rules for &ldquo;{title}&rdquo; can be learned from these decisions. They open as a draft, to be read, changed and tried on your own
        past; nothing acts on them yet.
      </NextStep>
    </div>
  );
}
