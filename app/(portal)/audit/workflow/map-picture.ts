import type { ChartPicture } from "#app/ui/chart/chart-picture.ts";
import { formatCount } from "#app/ui/format/format-count.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { edgeWeight, roundedPath } from "./map-words.ts";

export type Drawn = NonNullable<RouterOutputs["audit"]["map"]>["drawn"];

const HEAD_PX = 58; // Room for the title and the line below it.
const MARGIN_PX = 12;
// As on the light page; a picture has no other look to follow.
const INK = "#1b1f24";
const SOFT = "#5b6470";
const EDGE = "#8a939e";
const FONT = "Inter, Arial, sans-serif";
// Half of what a letter of the labels is wide, in pixels: names longer than their box are cut, as on the page.
const LETTER_PX = 7;

/**
 * The process map as a picture of its own, with what the page shows: activities, how often, and how often what follows what.
 *
 * @param about below the title: of when it is, and whether the data is a demo's, since a picture goes where no page says so
 */
export function mapPicture(drawn: Drawn, { title, about, locale }: { title: string; about: string; locale: string }): ChartPicture {
  const width = drawn.width + 2 * MARGIN_PX;
  const height = drawn.height + HEAD_PX + MARGIN_PX;
  const most = Math.max(1, ...drawn.edges.map(({ count }) => count));
  const edges = drawn.edges.map(
    ({ points, count }) =>
      `<path d="${roundedPath(points)}" fill="none" stroke="${EDGE}" stroke-width="${edgeWeight(count, most)}" marker-end="url(#arrow)"/>`,
  );
  const labels = drawn.edges.flatMap(({ label, count }) => {
    if (!label) return [];
    const [x, y] = [label.x + label.width / 2, label.y + label.height / 2];
    return [
      `<rect x="${label.x}" y="${label.y}" width="${label.width}" height="${label.height}" fill="#ffffff"/>`,
      text({ x, y: y + 4, size: 12, fill: INK }, formatCount(count, locale)),
    ];
  });
  const nodes = drawn.nodes.flatMap(({ x, y, width: w, height: h, activity, end, events }) => {
    const middle = x + w / 2;
    const box = (radius: number, fill: string) =>
      `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${radius}" fill="${fill}" stroke="${EDGE}"/>`;
    if (activity === null) return [box(h / 2, "#f1f2f0"), text({ x: middle, y: y + h / 2 + 4, size: 13, fill: SOFT }, end ?? "")];
    return [
      box(6, "#fbfbf9"),
      text({ x: middle, y: y + h / 2 - 3, size: 13, fill: INK, weight: 500 }, cut(activity, Math.floor((w - 12) / LETTER_PX))),
      text({ x: middle, y: y + h / 2 + 14, size: 12, fill: SOFT }, `${formatCount(events, locale)} times`),
    ];
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">` +
    `<title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#ffffff"/>` +
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto">` +
    `<path d="M0 0 8 4 0 8Z" fill="${INK}"/></marker></defs>` +
    text({ x: MARGIN_PX, y: 26, size: 15, fill: INK, weight: 600, anchor: "start" }, title) +
    text({ x: MARGIN_PX, y: 44, size: 12, fill: SOFT, anchor: "start" }, about) +
    `<g transform="translate(${MARGIN_PX} ${HEAD_PX})">${[...edges, ...nodes, ...labels].join("")}</g></svg>`;
  return { svg, width, height };
}

type TextLook = { x: number; y: number; size: number; fill: string; weight?: number; anchor?: "start" | "middle" };

const text = ({ x, y, size, fill, weight = 400, anchor = "middle" }: TextLook, words: string): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(words)}</text>`;

const cut = (words: string, letters: number): string => (words.length <= letters ? words : `${words.slice(0, Math.max(1, letters - 1))}…`);

const escaped = (words: string): string => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
