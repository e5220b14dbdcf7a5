import { formatCount } from "#app/ui/format/format-count.ts";

/** What cannot be told of touches that name nobody. */
export function NamelessTouches({ nameless, people, locale }: { nameless: number; people: number; locale: string }) {
  return (
    <>
      {formatCount(nameless, locale)} of {formatCount(people, locale)} touches name nobody. A program that works through a person&rsquo;s
      log-in is told from people there only where its clock shows; otherwise it counts as manual work. Who hands over to whom, who redoes
      whose work, and whose paid week bounds the hours is not known.
    </>
  );
}
