/** A mark of a scatter chart, in pixels. */
export type Mark = { key: string; x: number; y: number; r: number; labelWidth: number };
export type Label = { key: string; x: number; y: number; width: number; height: number };

export const LABEL_HEIGHT = 16;
const GAP = 5;

/**
 * A place for the label of each mark: beside, over or under it, or further off in growing circles, so that no label touches a mark or
 * another label or leaves the plot. A label for which there is no such place is left out: its mark carries a number, and the list below
 * names it.
 */
export function placeLabels(marks: readonly Mark[], plot: { left: number; top: number; right: number; bottom: number }): Label[] {
  const placed: Label[] = [];
  // The largest first: small marks find a place more easily.
  for (const mark of [...marks].sort((a, b) => b.r - a.r || (a.key < b.key ? -1 : 1))) {
    const free = candidatesOf(mark).find(
      (box) =>
        box.x >= plot.left &&
        box.y >= plot.top &&
        box.x + box.width <= plot.right &&
        box.y + box.height <= plot.bottom &&
        marks.every((other) => !touchesMark(box, other)) &&
        placed.every((other) => !touchesLabel(box, other)),
    );
    if (free) placed.push(free);
  }
  return placed;
}

function candidatesOf({ key, x, y, r, labelWidth: width }: Mark): Label[] {
  const height = LABEL_HEIGHT;
  return [0, 12, 26].flatMap((further) => {
    const away = r + GAP + further;
    const at = (left: number, top: number): Label => ({ key, x: left, y: top, width, height });
    return [
      at(x + away, y - height / 2),
      at(x - away - width, y - height / 2),
      at(x - width / 2, y - away - height),
      at(x - width / 2, y + away),
      at(x + away, y - away - height),
      at(x - away - width, y - away - height),
      at(x + away, y + away),
      at(x - away - width, y + away),
    ];
  });
}

export function touchesMark(box: Label, { x, y, r }: Pick<Mark, "x" | "y" | "r">): boolean {
  const nearestX = Math.max(box.x, Math.min(x, box.x + box.width));
  const nearestY = Math.max(box.y, Math.min(y, box.y + box.height));
  return Math.hypot(x - nearestX, y - nearestY) < r + GAP / 2;
}

export const touchesLabel = (a: Label, b: Label): boolean =>
  a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height && b.y < a.y + a.height;
