/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- as cards the elements lose display: table, and with it, in some browsers, their roles */
import type { ReactNode } from "react";
import { Link } from "../link.tsx";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import { LinkButton } from "../button.tsx";
import { classNames } from "../class-names.ts";
import { EmptyState } from "../feedback/empty-state.tsx";
import { TableSkeleton } from "../feedback/skeleton.tsx";
import { formatCount } from "../format/format-count.ts";
import { Pagination } from "./pagination.tsx";
import { nextSort, tableHref, type SearchParams, type TableState } from "./table-state.ts";

export type Column<Row> = {
  key: string;
  heading: string;
  /** Stands under the heading of the column: an axis for ranges. */
  headingDetail?: ReactNode;
  /** number, money and hours stand at the right edge in figures of one width, and sort with the largest first. */
  kind?: "text" | "number" | "money" | "hours" | "date";
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
  /** On a phone: title heads the card, hide leaves it out. */
  phone?: "title" | "hide";
  className?: string;
};

export type TablePlace = {
  /** Path of the page, for the links. */
  path: string;
  params: SearchParams;
  state: TableState;
  prefix?: string;
};

type DataTableProps<Row> = {
  /** What it lists, "Workflows": the table's name for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** "loading" draws the skeleton of the same height; an ErrorState goes in `failure`. */
  rows: readonly Row[] | "loading";
  /** Shown in place of the rows. */
  failure?: ReactNode;
  /** Without a place it is a plain list: no sorting, no pages. */
  place?: TablePlace;
  /** Rows that match in all. */
  total?: number;
  /** The server counts no further: "10,000 or more". */
  totalIsAtLeast?: boolean;
  /** Nothing there at all: what will appear, and the action. */
  empty: ReactNode;
  /** Link to the CSV of all rows that match. */
  exportHref?: string;
  /** Filters; see FilterBar. */
  toolbar?: ReactNode;
  locale?: string;
};

const AT_END = new Set(["number", "money", "hours"]);

/**
 * A table whose sorting, filters and page are in the URL and done by the server; cards where it is narrow.
 * It needs no script: headings and pages are links.
 */
export function DataTable<Row>({
  caption,
  columns,
  rowKey,
  rows,
  failure,
  place,
  total,
  totalIsAtLeast = false,
  empty,
  exportHref,
  toolbar,
  locale = "en-US",
}: DataTableProps<Row>) {
  const filtered = place !== undefined && (place.state.search !== "" || Object.keys(place.state.filters).length > 0);
  const nothing = rows !== "loading" && rows.length === 0;

  return (
    <section aria-label={caption}>
      {(toolbar || exportHref) && (
        <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
          <div className="min-w-0 flex-1">{toolbar}</div>
          {exportHref && !nothing && (
            <LinkButton href={exportHref} download>
              Export CSV
            </LinkButton>
          )}
        </div>
      )}
      {failure ??
        (rows === "loading" ? (
          <TableSkeleton rows={place?.state.pageSize ?? 8} what={caption} />
        ) : (
          <div className="table-room rounded-lg border border-line bg-panel">
            {nothing ? (
              filtered ? (
                <NothingMatches place={place} />
              ) : (
                empty
              )
            ) : (
              <div className="overflow-x-auto rounded-lg">
                <table className="data-table" role="table">
                  <caption className="sr-only">{caption}</caption>
                  <thead role="rowgroup">
                    <tr role="row">
                      {columns.map((column) => (
                        <Heading key={column.key} column={column} place={place} />
                      ))}
                    </tr>
                  </thead>
                  <tbody role="rowgroup">
                    {rows.map((row) => (
                      <tr key={rowKey(row)} role="row">
                        {columns.map((column) => (
                          <td
                            key={column.key}
                            role="cell"
                            data-label={column.heading}
                            data-align={column.kind && AT_END.has(column.kind) ? "end" : undefined}
                            data-role={column.phone === "title" ? "title" : undefined}
                            data-phone={column.phone === "hide" ? "hide" : undefined}
                            className={column.className}
                          >
                            {column.cell(row)}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </div>
        ))}
      {totalIsAtLeast && total !== undefined && (
        <p className="mt-2 text-sm text-soft">
          {formatCount(total, locale)} rows or more match. Narrow the filter to count them, or export them all.
        </p>
      )}
      {place && total !== undefined && !nothing && rows !== "loading" && (
        <Pagination place={place} total={total} totalIsAtLeast={totalIsAtLeast} what={caption} locale={locale} />
      )}
    </section>
  );
}

function Heading<Row>({ column, place }: { column: Column<Row>; place: TablePlace | undefined }) {
  const atEnd = column.kind !== undefined && AT_END.has(column.kind);
  const sorted = place?.state.sort.column === column.key ? place.state.sort : null;
  const Arrow = sorted?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      role="columnheader"
      scope="col"
      data-align={atEnd ? "end" : undefined}
      aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : undefined}
      className={column.className}
    >
      {column.sortable && place ? (
        <Link
          href={tableHref(
            place.path,
            place.params,
            { sort: nextSort(place.state.sort, column.key, atEnd || column.kind === "date") },
            place.prefix,
          )}
          scroll={false}
          className={classNames(
            "inline-flex min-h-6 items-center gap-1 no-underline hover:text-ink",
            sorted && "text-ink",
            atEnd && "flex-row-reverse",
          )}
        >
          {column.heading}
          <Arrow className={classNames("size-3.5", !sorted && "invisible")} />
        </Link>
      ) : (
        <span className="inline-flex min-h-6 items-center">{column.heading}</span>
      )}
      {column.headingDetail}
    </th>
  );
}

function NothingMatches({ place }: { place: TablePlace }) {
  const cleared = Object.fromEntries([...Object.keys(place.state.filters), "q"].map((key) => [key, null]));
  return (
    <EmptyState
      title="Nothing matches"
      action={<LinkButton href={tableHref(place.path, place.params, cleared, place.prefix)}>Clear the filters</LinkButton>}
    >
      No row fits all filters. The rows themselves are still there.
    </EmptyState>
  );
}
