/**
 * One of our changes to a record as it was carried out. before, after: how the record stood, null where that is not known; altered: false
 * where it stood so already; stands: it was not taken back.
 */
export type OwnChange = { id: string; before: string | null; after: string | null; altered: boolean; stands: boolean };

/**
 * Which of our later changes to a record has to be taken back before an earlier one: the latest that stands.
 *
 * @param after how the record stood after the earlier change
 * @param later our changes to it since, in order of time, those that took others back among them
 * @param now how the record stands
 * @returns null where somebody else edited the record at any time since, where that cannot be told, and where nothing of ours stands on it
 */
export function undoFirst({ after, later, now }: { after: string; later: readonly OwnChange[]; now: string }): string | null {
  let left = after;
  for (const change of later) {
    if ((change.altered ? change.before : change.after) !== left || change.after === null) return null;
    left = change.after;
  }
  if (left !== now) return null;
  return later.findLast(({ altered, stands }) => altered && stands)?.id ?? null;
}
