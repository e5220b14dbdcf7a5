import type { EventsByKind } from "#server/domain/mining/automation.ts";
import { formatCount } from "#app/ui/format/format-count.ts";

/**
 * Whose the events are that are no touches: done without hands by apps and rules, by customers and partners, and those of which nobody knows who did
 * them. [] when all are touches.
 */
export function othersInWords(eventsByKind: EventsByKind, locale: string): string[] {
  const { person, app, rule, supplier, customer, unknown } = eventsByKind;
  const events = person + app + rule + supplier + customer + unknown;
  const others: readonly (readonly [number, string])[] = [
    [app + rule, "without hands"],
    [supplier + customer, "by customers or partners"],
    [unknown, "with the actor not known"],
  ];
  return others
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${formatCount(count, locale)} of ${formatCount(events, locale)} ${words}`);
}
