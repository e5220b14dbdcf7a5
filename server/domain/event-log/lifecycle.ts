/** What a lifecycle step of XES means here. Source: IEEE 1849-2016, lifecycle extension, standard transitional model. */
export type Transition = "start" | "end" | "step";

const ENDS = new Set(["complete", "ate_abort", "pi_abort"]);

/** An aborted activity was worked on until it was aborted; what schedules, assigns, suspends or skips is a step of an activity and no work. */
export function transitionOf(text: string): Transition {
  const name = text.trim().toLowerCase();
  return name === "start" ? "start" : ENDS.has(name) ? "end" : "step";
}

export type Started = { activity: string; instance: string; actor: string };

/**
 * Finds for each end of an activity its start within one case: of the same instance where instances are named, else the earliest open
 * start of that activity by the same actor, else the earliest by anyone.
 */
export class LifecyclePairs<Start> {
  private readonly open = new Map<string, { actor: string; start: Start }[]>();

  start({ activity, instance, actor }: Started, start: Start): void {
    const key = `${activity}\u001F${instance}`;
    const waiting = this.open.get(key);
    if (waiting) waiting.push({ actor, start });
    else this.open.set(key, [{ actor, start }]);
  }

  /** The start that belongs to an end; undefined when none is open. */
  end({ activity, instance, actor }: Started): Start | undefined {
    const waiting = this.open.get(`${activity}\u001F${instance}`);
    if (!waiting) return undefined;
    const same = waiting.findIndex((one) => one.actor === actor);
    return waiting.splice(Math.max(0, same), 1)[0]?.start;
  }

  /** Starts that never ended, in the order in which they came; nothing is open afterwards. */
  left(): Start[] {
    const left = [...this.open.values()].flatMap((waiting) => waiting.map(({ start }) => start));
    this.open.clear();
    return left;
  }
}
