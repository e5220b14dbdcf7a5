import { formatCount } from "#app/ui/format/format-count.ts";

/** What cannot be told of touches that name nobody, in words. */
export const WITHOUT_NAMES =
  "a program that works through a person\u2019s log-in is told from people there only where its clock shows, and otherwise counts as manual work; who hands over to whom, who redoes whose work, and whose paid week bounds the hours is not known, so ranges are wide until items are timed.";

/** How many touches of a connection name nobody, and what that means. */
export function NamelessTouches({ nameless, people, locale }: { nameless: number; people: number; locale: string }) {
  return (
    <>
      {formatCount(nameless, locale)} of {formatCount(people, locale)} touches name nobody: {WITHOUT_NAMES}
    </>
  );
}
