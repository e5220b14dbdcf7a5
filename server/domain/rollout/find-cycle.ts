/**
 * Items that need each other in a circle, each before the next and the last before the first again, or null when there is none.
 *
 * @param before indexes of the direct prerequisites of each item
 */
export function findCycle(before: readonly (readonly number[])[]): number[] | null {
  const state = before.map((): "new" | "open" | "done" => "new");
  for (let root = 0; root < before.length; root += 1) {
    if (state[root] !== "new") continue;
    // Depth first without recursion: `path` holds the open items, `nextNeed` how many of their prerequisites were followed.
    const path = [root];
    const nextNeed = [0];
    state[root] = "open";
    while (path.length > 0) {
      const item = path.at(-1)!;
      const needed = before[item]![nextNeed.at(-1)!];
      if (needed === undefined) {
        state[item] = "done";
        path.pop();
        nextNeed.pop();
        continue;
      }
      nextNeed[nextNeed.length - 1]! += 1;
      if (state[needed] === "open") return path.slice(path.indexOf(needed)).toReversed();
      if (state[needed] === "new") {
        state[needed] = "open";
        path.push(needed);
        nextNeed.push(0);
      }
    }
  }
  return null;
}
