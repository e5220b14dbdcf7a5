import { GraphQLError } from "graphql";

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

export interface Page<T> {
  nodes: readonly T[];
  edges: readonly { node: T; cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** A list in ascending order of (value, id): what a cursor points into. */
export interface SortedList<T> {
  items: readonly T[];
  keyOf(item: T): { value: number; id: number };
}

interface Cursor {
  value: number;
  id: number;
  depth: number;
}

const LARGEST_PAGE = 250;
const DEEPEST = 25_000;

/**
 * One page of a list, as the vendor pages: by cursors that survive changes of the list, at most 250 at once and
 * 25,000 deep. `first` goes forward and `last` takes the end; `reverse` turns the order round.
 *
 * @param matches filters while reading, so that a page costs no more than the entries it passes
 * @param startAt index in ascending order before which nothing matches
 * @throws GraphQLError when a size is missing or too large, or the page too deep
 */
export function pageOf<T>(list: SortedList<T>, page: PageArguments, matches: (item: T) => boolean = () => true, startAt = 0): Page<T> {
  const size = page.first ?? page.last;
  if (size === undefined || size === null)
    throw new GraphQLError("you must provide one of first or last", { extensions: { code: "BAD_REQUEST" } });
  const name = page.first === undefined || page.first === null ? "last" : "first";
  if (size > LARGEST_PAGE) throw new GraphQLError(`${name} cannot exceed ${LARGEST_PAGE}`, { extensions: { code: "BAD_REQUEST" } });
  if (size < 1) throw new GraphQLError(`${name} must be greater than 0`, { extensions: { code: "BAD_REQUEST" } });
  const backwards = (page.reverse ?? false) !== (name === "last");
  const from = readCursor(name === "first" ? page.after : page.before);
  if ((from?.depth ?? 0) + size > DEEPEST)
    throw new GraphQLError(`Paging deeper than ${DEEPEST} objects is not possible: narrow the query.`, {
      extensions: { code: "BAD_REQUEST" },
    });
  const found: T[] = [];
  const step = backwards ? -1 : 1;
  let index = firstIndex(list, from, backwards, startAt);
  for (; index >= startAt && index < list.items.length && found.length <= size; index += step) {
    const item = list.items[index];
    if (item !== undefined && matches(item)) found.push(item);
  }
  const hasMore = found.length > size;
  const nodes = found.slice(0, size);
  const depth = from?.depth ?? 0;
  const edges = nodes.map((node, at) => ({ node, cursor: writeCursor({ ...list.keyOf(node), depth: depth + at + 1 }) }));
  if (name === "last") {
    nodes.reverse();
    edges.reverse();
  }
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: name === "first" ? hasMore : from !== null,
      hasPreviousPage: name === "first" ? from !== null : hasMore,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Index of the first item, in the direction of reading, that lies beyond the cursor. */
function firstIndex<T>(list: SortedList<T>, cursor: Cursor | null, backwards: boolean, startAt: number): number {
  if (!cursor) return backwards ? list.items.length - 1 : startAt;
  let low = 0;
  let high = list.items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list.items[middle];
    if (item === undefined) break;
    const key = list.keyOf(item);
    const order = key.value - cursor.value || key.id - cursor.id;
    if (order < 0 || (order === 0 && !backwards)) low = middle + 1;
    else high = middle;
  }
  return backwards ? low - 1 : Math.max(low, startAt);
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.value}:${cursor.id}:${cursor.depth}`).toString("base64url");
}

function readCursor(text: string | null | undefined): Cursor | null {
  if (!text) return null;
  const [value, id, depth] = Buffer.from(text, "base64url").toString("utf8").split(":").map(Number);
  if (value === undefined || id === undefined || depth === undefined || [value, id, depth].some(Number.isNaN)) {
    throw new GraphQLError("Invalid cursor for current pagination sort.", { extensions: { code: "BAD_REQUEST" } });
  }
  return { value, id, depth };
}

/** The page with half of its entries gone and nothing said about it. */
export function shortened<T>(page: Page<T>): Page<T> {
  const half = Math.ceil(page.nodes.length / 2);
  const edges = page.edges.slice(0, half);
  return {
    nodes: page.nodes.slice(0, half),
    edges,
    pageInfo: { ...page.pageInfo, hasNextPage: false, endCursor: edges.at(-1)?.cursor ?? null },
  };
}
