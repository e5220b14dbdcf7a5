import type { ReactNode } from "react";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { ApiProvider } from "#app/trpc/client.tsx";
import { api, currentPerson, requestedPath } from "#app/trpc/server.tsx";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { AppShell } from "#app/ui/shell/app-shell.tsx";
import { visibleItems } from "#app/ui/shell/nav-item.ts";
import { readTheme, THEME_COOKIE } from "#app/ui/shell/theme.ts";
import { ROLE_NAME } from "./settings/role-name.ts";
import { commandsFor } from "./commands.ts";
import { DemoBar } from "./demo-bar.tsx";
import { nav } from "./nav.ts";

/** Where a visitor of the demo goes for a workspace of their own: once the installation has an owner, an account is asked for first. */
async function ownWorkspace(): Promise<{ label: string; href: string }> {
  const { needed } = await (await api()).people.setUpState();
  return needed
    ? { label: "Set up my own workspace", href: "/set-up" }
    : { label: "Sign in to my own workspace", href: "/sign-in?to=/overview" };
}

/** The frame of every page that needs a session: without one it leads to where one is opened. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [person, theme] = await Promise.all([currentPerson(), cookies().then((jar) => readTheme(jar.get(THEME_COOKIE)?.value))]);
  if (!person) {
    const { needed } = await (await api()).people.setUpState();
    redirect(needed ? "/" : `/sign-in?to=${encodeURIComponent(await requestedPath())}`);
  }
  const { user, workspace, workspaces } = person;
  if (!workspace) redirect("/new-workspace");
  const { name, demo, role, permissions, locale, currency, timeZone } = workspace;
  return (
    <ApiProvider>
      <FormatProvider format={{ locale, currency, timeZone }}>
        <AppShell
          workspaceName={name}
          workspaces={workspaces.map((own) => ({
            id: own.workspaceId,
            name: own.name,
            current: own.workspaceId === workspace.workspaceId,
            demo: own.demo,
          }))}
          mayAddWorkspace={!user.demo}
          user={{ name: user.name, email: user.email, role: ROLE_NAME[role] }}
          commands={commandsFor(new Set<string>(permissions))}
          navItems={visibleItems(nav, new Set<string>(permissions))}
          demo={demo}
          theme={theme}
        >
          {demo && <DemoBar own={user.demo ? await ownWorkspace() : null} />}
          {children}
        </AppShell>
      </FormatProvider>
    </ApiProvider>
  );
}
