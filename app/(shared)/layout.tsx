import type { ReactNode } from "react";
import { cookies } from "next/headers";
import { BrandMark } from "#app/ui/shell/brand.tsx";
import { ThemeSwitch } from "#app/ui/shell/theme-switch.tsx";
import { readTheme, THEME_COOKIE } from "#app/ui/shell/theme.ts";

/** Pages that a link opens to people without an account: as wide as a report, and nowhere to go from it. */
export default async function SharedLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <div className="mx-auto flex min-h-dvh max-w-220 flex-col px-4 py-6">
      <header className="mb-8 flex items-center justify-between">
        <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
          <BrandMark /> Slipstream
        </p>
        <ThemeSwitch theme={theme} />
      </header>
      <main className="flex-1">{children}</main>
    </div>
  );
}
