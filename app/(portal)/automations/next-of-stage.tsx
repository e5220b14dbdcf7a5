import { LinkButton } from "#app/ui/button.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { automationHref, type Stage } from "./automation-words.ts";

type Step = { href: string; label: string; why: string };

/** Where one goes on from the rules or the stage of an automation; nothing where the way up is on the page itself. */
export function NextOfStage({
  automationId,
  stage,
  gateHolds,
  stopped,
}: {
  automationId: string;
  stage: Stage;
  gateHolds: boolean;
  /** It or all automations: until it is let go on there is nothing to go on to. */
  stopped: boolean;
}) {
  if (stopped) return null;
  const step = stepOf(automationId, stage, gateHolds);
  if (step === null) return null;
  return (
    <NextStep
      action={
        <LinkButton href={step.href} variant="primary">
          {step.label}
        </LinkButton>
      }
    >
      {step.why}
    </NextStep>
  );
}

function stepOf(automationId: string, stage: Stage, gateHolds: boolean): Step | null {
  switch (stage) {
    case "draft":
      return {
        href: automationHref(automationId, "back-test"),
        label: "Try them on your past",
        why: "see what these rules would have decided on past cases, and where people decided otherwise.",
      };
    case "shadow":
      return gateHolds
        ? null
        : {
            href: automationHref(automationId, "decisions"),
            label: "See how it decides",
            why: "it decides beside your team until the gate holds.",
          };
    case "approve":
      return { href: "/automations/inbox", label: "Look at what waits", why: "what it proposes is made after a person said so." };
    case "auto":
      return { href: "/value", label: "See what it brought", why: "it acts by itself. See the hours that it returned." };
    case "back-test":
    case "retired":
      break;
  }
  return null;
}
