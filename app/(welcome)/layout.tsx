import type { ReactNode } from "react";
import { cookies } from "next/headers";
import { BrandMark } from "#app/ui/shell/brand.tsx";
import { ThemeSwitch } from "#app/ui/shell/theme-switch.tsx";
import { readTheme, THEME_COOKIE } from "#app/ui/shell/theme.ts";

/** Pages without a session: set-up, sign-in, invitations, shared links. One narrow column, nothing beside it. */
export default async function WelcomeLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <div className="mx-auto flex min-h-dvh max-w-120 flex-col px-4 py-6 sm:py-10">
      <header className="flex items-center justify-between">
        <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
          <BrandMark /> Slipstream
        </p>
        <ThemeSwitch theme={theme} />
      </header>
      <main className="flex flex-1 flex-col justify-center py-10">{children}</main>
    </div>
  );
}
