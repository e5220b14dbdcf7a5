import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels, touchesLabel, touchesMark } from "./place-labels.ts";

const plot = { left: 0, top: 0, right: 480, bottom: 260 };

test("a label stands to the right of its mark where there is room, otherwise elsewhere", () => {
  const alone = placeLabels([{ key: "a", x: 100, y: 100, r: 10, labelWidth: 80 }], plot);
  expect(alone).toEqual([{ key: "a", x: 115, y: 92, width: 80, height: 16 }]);
  const atTheEdge = placeLabels([{ key: "a", x: 460, y: 100, r: 10, labelWidth: 80 }], plot);
  expect(atTheEdge[0]!.x).toBe(365);
});

test("no label touches a mark or another label, or leaves the plot, wherever the marks are", () => {
  const mark = fc.record({
    x: fc.integer({ min: 10, max: 470 }),
    y: fc.integer({ min: 10, max: 250 }),
    r: fc.integer({ min: 4, max: 22 }),
    labelWidth: fc.integer({ min: 40, max: 150 }),
  });
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 12 }), (found) => {
      const marks = found.map((one, n) => ({ ...one, key: `m${n}` }));
      const labels = placeLabels(marks, plot);
      for (const label of labels) {
        expect(marks.some((one) => touchesMark(label, one))).toBe(false);
        expect(labels.some((other) => other !== label && touchesLabel(label, other))).toBe(false);
        expect(label.x >= 0 && label.y >= 0 && label.x + label.width <= 480 && label.y + label.height <= 260).toBe(true);
      }
    }),
  );
});

test("six marks as a ranking has them all find a place", () => {
  const marks = [
    [430, 40, 20],
    [360, 80, 16],
    [390, 120, 13],
    [190, 130, 12],
    [440, 160, 10],
    [60, 220, 8],
  ].map(([x, y, r], n) => ({ key: `m${n}`, x: x!, y: y!, r: r!, labelWidth: 110 }));
  expect(placeLabels(marks, plot)).toHaveLength(6);
});
