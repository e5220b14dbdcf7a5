import { api, currentPerson } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { MakePlanButton } from "./make-plan-button.tsx";

/** The step from the audit to the rollout: makes the plan, or leads to it; nothing where neither can be. */
export async function PlanStep() {
  const [{ plan, canMake }, person] = await Promise.all([(await api()).rollout.get({}), currentPerson()]);
  if (plan)
    return (
      <NextStep
        action={
          <LinkButton href="/roadmap" variant="primary">
            Open the roadmap
          </LinkButton>
        }
      >
        The rollout plan says in which order to remove this work.
      </NextStep>
    );
  if (!canMake || !person?.workspace?.permissions.includes("rollout.manage")) return null;
  return (
    <NextStep action={<MakePlanButton>Make the rollout plan</MakePlanButton>}>
      Put these workflows in order: what to automate first, why, and what any other order would cost.
    </NextStep>
  );
}
