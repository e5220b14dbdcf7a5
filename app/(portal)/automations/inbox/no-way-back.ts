type Undoable = { undo: "possible" | "not possible" | "nothing to undo" };

/** Those that cannot be taken back once they are done. */
export const noWayBack = <T extends Undoable>(proposals: readonly T[]): T[] => proposals.filter(({ undo }) => undo === "not possible");

/** "2 of 6 cannot be undone."; "" where all can. */
export function noWayBackWords(proposals: readonly Undoable[]): string {
  const { length: without } = noWayBack(proposals);
  if (without === 0) return "";
  if (proposals.length === 1) return "It cannot be undone.";
  return without === proposals.length ? `None of the ${without} can be undone.` : `${without} of ${proposals.length} cannot be undone.`;
}
