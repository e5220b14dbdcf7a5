import { formatCount } from "#app/ui/format/format-count.ts";

type Point = { x: number; y: number };
type Edge = { from: string | null; to: string | null; count: number };
type Drawn = { edges: readonly Edge[] };

const CORNER = 8;
const THINNEST = 1;
const THICKEST = 5;

/** Width of an arrow in pixels: by the square root, so that a rare one is still seen beside one a hundred times as frequent. */
export const edgeWeight = (count: number, most: number): number => THINNEST + (THICKEST - THINNEST) * Math.sqrt(count / most);

/** A path through points with round corners, as SVG writes it. "" for fewer than two points. */
export function roundedPath(points: readonly Point[]): string {
  if (points.length < 2) return "";
  const parts = [`M${points[0]!.x} ${points[0]!.y}`];
  for (let at = 1; at < points.length - 1; at += 1) {
    const corner = points[at]!;
    const before = towards(corner, points[at - 1]!);
    const after = towards(corner, points[at + 1]!);
    parts.push(`L${before.x} ${before.y}`, `Q${corner.x} ${corner.y} ${after.x} ${after.y}`);
  }
  const end = points.at(-1)!;
  return [...parts, `L${end.x} ${end.y}`].join("");
}

/** The point a corner's radius away, at most half of the way. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  const round = (value: number) => Math.round(value * 10) / 10;
  return { x: round(corner.x + (other.x - corner.x) * part), y: round(corner.y + (other.y - corner.y) * part) };
}

/** The way of most cases, one most frequent step after the other, until it ends or comes back. */
export function mainPath({ edges }: Drawn): string[] {
  const path: string[] = [];
  let at: string | null = null;
  for (;;) {
    const from: string | null = at;
    const next: Edge | undefined = edges
      .filter((edge) => edge.from === from && edge.from !== edge.to)
      .reduce<Edge | undefined>((best, edge) => (best === undefined || edge.count > best.count ? edge : best), undefined);
    if (!next || next.to === null || path.includes(next.to)) return path;
    path.push(next.to);
    at = next.to;
  }
}

/** What the map shows, for those who do not see it. */
export function mapInWords(drawn: Drawn, cases: number, locale: string): string {
  const path = mainPath(drawn);
  const loops = drawn.edges.filter(({ from, to }) => from !== null && from === to);
  const repeated = loops.reduce<Edge | undefined>((best, edge) => (best === undefined || edge.count > best.count ? edge : best), undefined);
  return [
    `${formatCount(cases, locale)} cases. The commonest way goes ${path.join(", then ")}.`,
    ...(repeated ? [`${repeated.from} is repeated at once ${formatCount(repeated.count, locale)} times.`] : []),
    "Press an activity to see its events.",
  ].join(" ");
}

const MOST_NAMED = 3;

/** What comes before and after an activity, most frequent first. */
export function aboutActivity(activity: string, { edges }: Drawn, locale: string): string {
  const named = (side: readonly Edge[], name: (edge: Edge) => string) =>
    [...side]
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_NAMED)
      .map((edge) => `${name(edge)} ${formatCount(edge.count, locale)}`)
      .join(", ");
  const before = named(
    edges.filter(({ to }) => to === activity),
    ({ from }) => from ?? "begin",
  );
  const after = named(
    edges.filter(({ from }) => from === activity),
    ({ to }) => to ?? "end",
  );
  return `Before it: ${before || "nothing"}. After it: ${after || "nothing"}.`;
}
