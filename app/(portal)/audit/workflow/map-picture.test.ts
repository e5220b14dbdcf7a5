import { expect, test } from "vitest";
import { mapPicture, type Drawn } from "./map-picture.ts";

const drawn: Drawn = {
  width: 200,
  height: 120,
  nodes: [
    { x: 0, y: 0, width: 60, height: 20, activity: null, end: "begin", events: 40 },
    { x: 0, y: 60, width: 120, height: 40, activity: 'pick <"&"> pack', end: null, events: 1_200 },
  ],
  edges: [
    {
      from: null,
      to: 'pick <"&"> pack',
      count: 1_150,
      medianHours: null,
      meanHours: null,
      points: [
        { x: 30, y: 20 },
        { x: 30, y: 60 },
      ],
      label: { x: 20, y: 30, width: 30, height: 14 },
    },
  ],
};

test("a map as a picture holds its title, of when it is and that it is a demo, each activity with how often, and each arrow with its count", () => {
  const { svg, width, height } = mapPicture(drawn, {
    title: "Returns & restocking",
    about: "Demo data, audited Nov 27, 2026",
    locale: "en-US",
  });
  expect([width, height]).toEqual([224, 190]);
  const words = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, inside]) => inside);
  expect(words).toEqual([
    "Returns &amp; restocking",
    "Demo data, audited Nov 27, 2026",
    "begin",
    "pick &lt;&quot;&amp;&quot;> pack",
    "1,200 times",
    "1,150",
  ]);
  expect(svg.match(/marker-end/g)).toHaveLength(1);
});

test("nothing of it is fetched or run: it is a drawing alone", () => {
  const { svg } = mapPicture(drawn, { title: "<script>", about: "<style>", locale: "en-US" });
  expect(svg).not.toMatch(/<script|href|<style|foreignObject/);
});
