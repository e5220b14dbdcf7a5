import type { ReactNode } from "react";
import { Link } from "../link.tsx";
import Ellipsis from "lucide-react/icons/ellipsis";
import { Toasts } from "../feedback/toasts.tsx";
import { BrandMark } from "./brand.tsx";
import { CommandLauncher, type Command } from "./command-launcher.tsx";
import { MoreDrawer } from "./more-drawer.tsx";
import type { NavItem } from "./nav-item.ts";
import { NavLink } from "./nav-link.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import type { Theme } from "./theme.ts";
import { UserMenu } from "./user-menu.tsx";
import { WorkspaceSwitcher, type WorkspaceChoice } from "./workspace-switcher.tsx";

export type AppShellProps = {
  workspaceName: string;
  /** All that the person belongs to; with one there is nothing to switch. */
  workspaces: readonly WorkspaceChoice[];
  /** The switcher also offers a new one. */
  mayAddWorkspace?: boolean;
  user: { name: string; email: string; role: string } | null;
  /** Already reduced to what the person may see. */
  navItems: readonly NavItem[];
  /** The workspace holds demo data: said on every page. */
  demo: boolean;
  theme: Theme;
  /** Actions of the command palette besides the pages. */
  commands?: readonly Command[];
  children: ReactNode;
};

/** How many pages stand in a phone's bottom bar; the rest is behind More. */
const IN_BAR = 4;

const SIDE_LINK =
  "flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1 text-soft no-underline hover:bg-fill hover:text-ink aria-[current=page]:bg-fill aria-[current=page]:font-medium aria-[current=page]:text-ink [&_svg]:size-4 [&_svg]:shrink-0";
const BAR_LINK =
  "flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-soft no-underline focus-visible:outline-offset-[-2px] aria-[current=page]:font-medium aria-[current=page]:text-ink [&_svg]:size-5";

/** The frame around every page of the portal: navigation at the side or, on a phone, at the lower edge. */
export function AppShell({
  workspaceName,
  workspaces,
  mayAddWorkspace = false,
  user,
  navItems,
  demo,
  theme,
  commands = [],
  children,
}: AppShellProps) {
  const pages: Command[] = navItems.map(({ href, label }) => ({ kind: "page", label, href }));
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a href="#main" className="fixed start-3 top-3 z-50 -translate-y-20 rounded-md bg-ink px-3.5 py-2 text-paper focus:translate-y-0">
        Skip to the page
      </a>
      <header className="sticky top-0 hidden h-dvh flex-col gap-0.5 overflow-y-auto border-e border-line px-3 py-4 md:flex">
        <Link href="/" className="mb-3 flex min-h-8 items-center gap-2 px-2.5 text-lg font-semibold tracking-tight no-underline">
          <BrandMark /> Slipstream
        </Link>
        <CommandLauncher commands={[...pages, ...commands]} />
        <nav aria-label="Main" className="mt-2 grid gap-0.5">
          {navItems.map(({ href, label, icon: Icon }) => (
            <NavLink key={href} href={href} className={SIDE_LINK}>
              <Icon />
              {label}
            </NavLink>
          ))}
        </nav>
        <div className="mt-auto grid grid-cols-1 gap-1 pt-4">
          <ThemeSwitch theme={theme} />
          <div className="border-t border-line pt-2">
            <WorkspaceSwitcher current={workspaceName} workspaces={workspaces} demo={demo} mayAdd={mayAddWorkspace} />
            {user && <UserMenu user={user} />}
          </div>
        </div>
      </header>
      <div className="flex min-w-0 flex-col">
        <main id="main" tabIndex={-1} className="w-full max-w-295 flex-1 px-4 pt-4 pb-24 sm:px-9 sm:pt-6.5 md:pb-16">
          {children}
        </main>
      </div>
      <nav
        aria-label="Main, phone"
        className="fixed inset-x-0 bottom-0 z-40 flex border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {navItems.slice(0, IN_BAR).map(({ href, label, icon: Icon }) => (
          <NavLink key={href} href={href} className={BAR_LINK}>
            <Icon />
            {label}
          </NavLink>
        ))}
        <button type="button" popoverTarget="more-drawer" aria-haspopup="dialog" className={BAR_LINK}>
          <Ellipsis />
          More
        </button>
      </nav>
      <MoreDrawer>
        <p className="flex min-h-8 items-center gap-2 px-2.5 text-lg font-semibold">
          <BrandMark /> Slipstream
        </p>
        <nav aria-label="All pages" className="grid gap-0.5">
          {navItems.map(({ href, label, icon: Icon }) => (
            <NavLink key={href} href={href} className={`${SIDE_LINK} min-h-11`}>
              <Icon />
              {label}
            </NavLink>
          ))}
        </nav>
        <div className="mt-auto grid grid-cols-1 gap-1 pt-4">
          <ThemeSwitch theme={theme} />
          <WorkspaceSwitcher current={workspaceName} workspaces={workspaces} demo={demo} mayAdd={mayAddWorkspace} />
          {user && <UserMenu user={user} />}
        </div>
      </MoreDrawer>
      <Toasts />
    </div>
  );
}
