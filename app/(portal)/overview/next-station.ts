/** How far a workspace has come, beyond its audit. */
export type Progress = {
  /** The workflow that comes first, and whether its minutes were timed or recorded. */
  first: { title: string; href: string } | null;
  hasCase: boolean;
  hasPlan: boolean;
  automations: readonly { id: string; name: string; stage: string; paused: boolean }[];
};

/** The ONE next step: where to go, what to press, and why. */
export type Station = { href: string; label: string; why: string };

/**
 * The next station of the way from the audit to realised hours: the automation that waits for somebody most, else what comes before
 * the first automation.
 *
 * @returns null when there is nothing to look into yet
 */
export function nextStation({ first, hasCase, hasPlan, automations }: Progress): Station | null {
  const at = (stage: string) => automations.find((automation) => automation.stage === stage && !automation.paused);
  const [proposing, deciding, tested, drafted, acting] = [at("approve"), at("shadow"), at("back-test"), at("draft"), at("auto")];
  if (proposing)
    return {
      href: "/automations/inbox",
      label: "Look at what waits",
      why: `${proposing.name} proposes changes; each is made after a person said so.`,
    };
  if (deciding)
    return {
      href: `/automations/${deciding.id}/decisions`,
      label: "See how it decides",
      why: `${deciding.name} decides beside your team and writes nothing. See how often both agree.`,
    };
  if (tested)
    return {
      href: `/automations/${tested.id}/back-test`,
      label: "Open the back-test",
      why: `see what ${tested.name} would have decided on your past, and where people decided otherwise.`,
    };
  if (drafted)
    return {
      href: `/automations/${drafted.id}`,
      label: "Open the rules",
      why: `the rules of ${drafted.name} are a draft. Look at them, then try them on your past.`,
    };
  if (acting)
    return {
      href: "/value",
      label: "See what it brought",
      why: `${acting.name} acts by itself. See the hours that it returned, and say where they went.`,
    };
  if (hasPlan)
    return {
      href: "/automations",
      label: "Start the first automation",
      why: "the plan says what comes first. It begins as a draft, and is tried on your own past before anything happens.",
    };
  if (hasCase)
    return { href: "/roadmap", label: "Make the plan", why: "the case is made. Put what it names into the order that pays most." };
  return first === null
    ? null
    : {
        href: first.href,
        label: `Look into ${first.title}`,
        why: `${first.title} comes first by what removing its work surely returns. See which of its activities take the hours.`,
      };
}
