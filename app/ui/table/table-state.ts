/** What of a table stands in the URL. */
export type TableState = {
  sort: { column: string; descending: boolean };
  /** From 1. */
  page: number;
  pageSize: number;
  /** Free text, trimmed; "" for none. */
  search: string;
  /** Only filters that the table declares and that are not empty. */
  filters: Readonly<Record<string, string>>;
};

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

export type TableRules = {
  /** Put before each parameter where a page has two tables: "events." */
  prefix?: string;
  sortable: readonly string[];
  /** "-hours" is descending. */
  defaultSort: string;
  filters?: readonly string[];
  pageSizes?: readonly number[];
};

const PAGE_SIZES = [25, 50, 100] as const;

/** Reads a table's state from the URL. Whatever does not belong there is ignored, since anyone can type a URL. */
export function parseTableState(
  params: SearchParams,
  { prefix = "", sortable, defaultSort, filters = [], pageSizes = PAGE_SIZES }: TableRules,
): TableState {
  const read = (key: string): string => {
    const value = params[prefix + key];
    return (typeof value === "string" ? value : (value?.[0] ?? "")).trim();
  };
  const sort = parseSort(read("sort"));
  const size = Number(read("size"));
  const page = Number(read("page"));
  return {
    sort: sortable.includes(sort.column) ? sort : parseSort(defaultSort),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    pageSize: pageSizes.includes(size) ? size : (pageSizes[0] ?? 25),
    search: read("q"),
    filters: Object.fromEntries(filters.map((key) => [key, read(key)]).filter(([, value]) => value !== "")),
  };
}

function parseSort(text: string): TableState["sort"] {
  return text.startsWith("-") ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

/**
 * The address of the same page with some parameters changed; null takes one away. Whatever else is in the URL stays.
 *
 * @param change keys without prefix; any change but that of the page leads back to the first page
 */
export function tableHref(
  path: string,
  params: SearchParams,
  change: Readonly<Record<string, string | number | null>>,
  prefix = "",
): string {
  const next = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const one of typeof value === "string" ? [value] : (value ?? [])) next.append(key, one);
  }
  if (!("page" in change)) next.delete(`${prefix}page`);
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === "") next.delete(prefix + key);
    else next.set(prefix + key, String(value));
  }
  const query = next.toString();
  return query ? `${path}?${query}` : path;
}

/** What a press on a column's heading leads to: largest first for numbers, A to Z for text, then the other way round. */
export function nextSort(sort: TableState["sort"], column: string, startDescending: boolean): string {
  const descending = sort.column === column ? !sort.descending : startDescending;
  return descending ? `-${column}` : column;
}
