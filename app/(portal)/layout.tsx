import type { ReactNode } from "react";
import { cookies } from "next/headers";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { neutralFormat } from "#app/ui/format/workspace-format.ts";
import { AppShell } from "#app/ui/shell/app-shell.tsx";
import { readTheme, THEME_COOKIE } from "#app/ui/shell/theme.ts";
import { nav } from "./nav.ts";

/** The frame of every page that needs a session. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <FormatProvider format={neutralFormat}>
      <AppShell workspaceName="Slipstream" workspaces={[]} user={null} navItems={nav} demo={false} theme={theme}>
        {children}
      </AppShell>
    </FormatProvider>
  );
}
