import { classNames } from "../class-names.ts";

/** Says once to a screen reader that something is loading; the grey shapes say nothing. */
function Loading({ what, children }: { what: string; children: React.ReactNode }) {
  return (
    <div aria-busy="true">
      <output className="sr-only">{`Loading ${what}`}</output>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** A grey shape as large as what comes. */
export function Skeleton({ className }: { className: string }) {
  return <div className={classNames("skeleton", className)} />;
}

/** As high as a DataTable with the same number of rows. */
export function TableSkeleton({ rows = 8, what = "the table" }: { rows?: number; what?: string }) {
  return (
    <Loading what={what}>
      <div className="overflow-hidden rounded-lg border border-line bg-panel">
        <div className="h-9.25 border-b border-line" />
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex h-12.25 items-center gap-6 border-b border-line px-3.5 last:border-b-0">
            <Skeleton className="h-3.5 w-1/3" />
            <Skeleton className="ms-auto h-3.5 w-1/6" />
            <Skeleton className="h-3.5 w-1/6 max-sm:hidden" />
          </div>
        ))}
      </div>
    </Loading>
  );
}

/** A page with a headline, a next step and a table: what most pages of the portal are. */
export function PageSkeleton({ what = "the page" }: { what?: string }) {
  return (
    <Loading what={what}>
      <Skeleton className="h-9 w-4/5 max-w-140 sm:h-11" />
      <Skeleton className="mt-4 h-4 w-full max-w-160" />
      <Skeleton className="mt-6 h-16 w-full rounded-lg" />
      <div className="mt-8 h-105 rounded-lg border border-line bg-panel" />
    </Loading>
  );
}
