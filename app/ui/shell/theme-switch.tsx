"use client";
import { useId, useState } from "react";
import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { THEME_COOKIE, themeClass, type Theme } from "./theme.ts";

const CHOICES = [
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
  { value: "system", label: "As the device", icon: <Monitor /> },
] as const;

const YEAR_SECONDS = 31_536_000;

/** Light, dark, or as the device: kept in a cookie, so that the server sends the right page and nothing flashes. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  const name = useId();
  const [chosen, setChosen] = useState(theme);

  function choose(next: Theme) {
    setChosen(next);
    document.documentElement.classList.remove("light", "dark");
    const added = themeClass(next);
    if (added) document.documentElement.classList.add(added);
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  }

  return (
    <fieldset className="flex w-fit rounded-md border border-line bg-panel p-0.5">
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ value, label, icon }) => (
        <label
          key={value}
          title={label}
          className="flex size-7 cursor-pointer items-center justify-center rounded-sm text-soft has-checked:bg-fill has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:size-10 [&_svg]:size-4"
        >
          <input type="radio" name={name} value={value} checked={chosen === value} onChange={() => choose(value)} className="sr-only" />
          {icon}
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
