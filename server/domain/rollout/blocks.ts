import { smallestRichestSet, type Move } from "./richest-set.ts";

/**
 * One step of the decomposition: items that belong together because no bundle that could be built instead, prerequisites
 * included, returns more value per build day.
 */
export type Block = { items: number[]; effort: number; worth: number };

export type Decomposition = {
  /** In the order to build them; value per build day never rises from one block to the next. */
  blocks: Block[];
  /**
   * Proof: value moved from items to their prerequisites, inside blocks, after which every item of a block returns the same
   * value per build day as the block.
   */
  moves: Move[];
};

/**
 * Splits items into the blocks of Sidney (1975). For least waiting with one team there is a best order that builds block after
 * block, so each block can be ordered by itself.
 *
 * @param items indexes to split, closed: a prerequisite that is not among them is already built
 * Source: Sidney 1975; the richest set by Dinkelbach's method with a maximum closure (minimum cut) each time.
 */
export function splitIntoBlocks(
  { effort, worth, before }: { effort: readonly number[]; worth: readonly number[]; before: readonly (readonly number[])[] },
  items: readonly number[],
): Decomposition {
  const blocks: Block[] = [];
  const moves: Move[] = [];
  const left = new Set(items);
  const take = (chosen: readonly number[]) => {
    for (const item of chosen) left.delete(item);
    const block = { items: [...chosen], effort: 0, worth: 0 };
    blocks.push(block);
    // An item without effort that can start now costs nothing and delays nothing: it belongs to what was just chosen.
    for (let free = freeItem(); free !== undefined; free = freeItem()) {
      left.delete(free);
      block.items.push(free);
    }
    for (const item of block.items) {
      block.effort += effort[item]!;
      block.worth += worth[item]!;
    }
  };
  const startable = (item: number) => before[item]!.every((needed) => !left.has(needed));
  const freeItem = () => [...left].find((item) => effort[item] === 0 && startable(item));

  const first = freeItem();
  if (first !== undefined) take([first]);
  while (left.size > 0) {
    const richest = smallestRichestSet({ effort, worth, before }, [...left]);
    moves.push(...richest.moves);
    take(richest.items);
  }
  return { blocks, moves };
}
