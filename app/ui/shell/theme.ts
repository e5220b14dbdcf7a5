/** "system" follows the device. */
export type Theme = "light" | "dark" | "system";

export const THEME_COOKIE = "slipstream-theme";

/** The theme a cookie asks for; whatever else it holds, the device decides. */
export function readTheme(cookie: string | undefined): Theme {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}

/** Class of <html> for a theme; none for "system", where the style sheet follows the device. */
export function themeClass(theme: Theme): string | undefined {
  return theme === "system" ? undefined : theme;
}
