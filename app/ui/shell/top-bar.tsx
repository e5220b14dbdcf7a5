import { Fragment, type ReactNode } from "react";
import { Link } from "../link.tsx";
import { Badge } from "../badge.tsx";

export type Crumb = { label: string; href?: string };

type TopBarProps = {
  /** From the outside in; the last one is this page. */
  crumbs: readonly Crumb[];
  /** How fresh the data is: "last 90 days, to 22 Nov 06:00 · four systems". */
  freshness?: ReactNode;
  demo?: boolean;
  /** Window, export: what concerns the whole page. */
  actions?: ReactNode;
};

/** The first line of a page: where one is, how fresh the data is, and that it is demo data when it is. */
export function TopBar({ crumbs, freshness, demo = false, actions }: TopBarProps) {
  return (
    <div className="mb-5 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm text-soft sm:mb-6.5">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <nav aria-label="Breadcrumb">
          <ol className="flex flex-wrap items-center gap-x-1.5">
            {crumbs.map(({ label, href }, index) => (
              <Fragment key={label}>
                {index > 0 && (
                  <li aria-hidden="true" className="text-edge">
                    /
                  </li>
                )}
                <li>
                  {href ? (
                    <Link href={href} className="inline-flex min-h-6 items-center no-underline hover:text-ink hover:underline">
                      {label}
                    </Link>
                  ) : (
                    <span aria-current="page" className="text-ink">
                      {label}
                    </span>
                  )}
                </li>
              </Fragment>
            ))}
          </ol>
        </nav>
        {freshness && (
          <p>
            <span aria-hidden="true" className="max-sm:hidden">
              &middot;{" "}
            </span>
            {freshness}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {demo && <Badge tone="warn">Demo data</Badge>}
        {actions}
      </div>
    </div>
  );
}
