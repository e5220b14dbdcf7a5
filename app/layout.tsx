import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import localFont from "next/font/local";
import { cookies, headers } from "next/headers";
import { classNames } from "./ui/class-names.ts";
import { EarlyPresses, nonceOf } from "./ui/early-presses.tsx";
import { readTheme, THEME_COOKIE, themeClass } from "./ui/shell/theme.ts";
import "./globals.css";

// Latin comes with the first response, before the first paint; other scripts come from globals.css when a page needs them.
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-inter",
  adjustFontFallback: false,
});

export const metadata: Metadata = {
  title: { default: "Slipstream", template: "%s · Slipstream" },
  description: "Finds the manual work in an ecommerce operation, prices it, and orders its removal.",
  icons: { icon: "/icon.svg" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfbfa" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1012" },
  ],
};

/** Every page: the theme's class is there before the first paint, since the server reads it from the cookie. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = nonceOf((await headers()).get("content-security-policy"));
  return (
    <html lang="en" className={classNames(inter.variable, themeClass(theme))} suppressHydrationWarning>
      <head>
        <EarlyPresses nonce={nonce} />
      </head>
      <body>{children}</body>
    </html>
  );
}
