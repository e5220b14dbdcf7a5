import { Link } from "../link.tsx";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { buttonClass } from "../button-class.ts";
import { formatCount } from "../format/format-count.ts";
import type { TablePlace } from "./data-table.tsx";
import { pageWindow } from "./page-window.ts";
import { tableHref } from "./table-state.ts";

/** Which rows are shown of how many, and links to the other pages. */
export function Pagination({
  place,
  total,
  totalIsAtLeast = false,
  what,
  locale = "en-US",
}: {
  place: TablePlace;
  total: number;
  totalIsAtLeast?: boolean;
  what: string;
  locale?: string;
}) {
  const { path, params, state, prefix } = place;
  const pages = Math.max(1, Math.ceil(total / state.pageSize));
  const page = Math.min(state.page, pages);
  const first = (page - 1) * state.pageSize + 1;
  const last = Math.min(total, page * state.pageSize);
  const to = (target: number) => tableHref(path, params, { page: target === 1 ? null : target }, prefix);

  return (
    <div className="mt-3 flex min-h-9 flex-wrap items-center justify-between gap-3 text-sm text-soft tabular-nums">
      <p>
        {formatCount(first, locale)}&ndash;{formatCount(last, locale)} of {formatCount(total, locale)}
        {totalIsAtLeast && " or more"}
      </p>
      {pages > 1 && (
        <nav aria-label={`Pages of ${what}`}>
          <ul className="flex items-center gap-1">
            <li>
              <Step href={page > 1 ? to(page - 1) : null} label="Previous page" icon={<ChevronLeft />} />
            </li>
            {pageWindow(page, pages).map((one, index) => (
              <li key={one === "gap" ? `gap-${index}` : one} className="max-sm:hidden">
                {one === "gap" ? (
                  <span className="px-1" aria-hidden="true">
                    &hellip;
                  </span>
                ) : (
                  <Link
                    href={to(one)}
                    aria-label={`Page ${one}`}
                    aria-current={one === page ? "page" : undefined}
                    className={buttonClass({ variant: one === page ? "secondary" : "quiet", size: "small" }, "min-w-8")}
                  >
                    {formatCount(one, locale)}
                  </Link>
                )}
              </li>
            ))}
            <li className="px-2 sm:hidden">
              {page} / {formatCount(pages, locale)}
            </li>
            <li>
              <Step href={page < pages ? to(page + 1) : null} label="Next page" icon={<ChevronRight />} />
            </li>
          </ul>
        </nav>
      )}
    </div>
  );
}

function Step({ href, label, icon }: { href: string | null; label: string; icon: React.ReactNode }) {
  const look = buttonClass({ variant: "quiet", size: "small", square: true });
  return href ? (
    <Link href={href} aria-label={label} className={look}>
      {icon}
    </Link>
  ) : (
    <span className={`${look} opacity-40`} aria-hidden="true">
      {icon}
    </span>
  );
}
