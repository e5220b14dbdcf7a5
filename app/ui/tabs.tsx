import { Link } from "./link.tsx";
import { classNames } from "./class-names.ts";

export type Tab = { label: string; href: string; count?: number };

/** Views of one thing, each with an address of its own: a copied link shows the same view. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.href === current ? "page" : undefined}
              className={classNames(
                "flex min-h-9 items-center gap-1.5 border-b-2 px-2.5 whitespace-nowrap no-underline focus-visible:outline-offset-[-2px] max-sm:min-h-11",
                tab.href === current ? "border-ink font-medium text-ink" : "border-transparent text-soft hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && <span className="text-xs text-soft tabular-nums">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
