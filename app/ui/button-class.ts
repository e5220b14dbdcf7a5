import { classNames } from "./class-names.ts";

export type ButtonLook = {
  /** primary: the one thing to do on the page; secondary: the default; quiet: in rows and bars; danger: takes something away. */
  variant?: "primary" | "secondary" | "quiet" | "danger" | undefined;
  size?: "small" | "medium" | undefined;
  /** Only an icon: as wide as high; give it an aria-label. */
  square?: boolean | undefined;
};

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap no-underline select-none transition-colors duration-100 disabled:opacity-50 aria-disabled:opacity-70 [&_svg]:size-4 [&_svg]:shrink-0";

const VARIANTS = {
  primary: "border-ink bg-ink text-paper hover:bg-ink/88",
  secondary: "border-line bg-panel text-ink hover:bg-fill",
  quiet: "border-transparent bg-transparent text-soft hover:bg-fill hover:text-ink",
  danger: "border-danger-fill bg-danger-fill text-white hover:bg-danger-fill/88",
} as const;

/** The classes of a button, for the few elements that look like one and are none (a file input's label, a summary). */
export function buttonClass({ variant = "secondary", size = "medium", square = false }: ButtonLook, more?: string): string {
  const height = size === "small" ? "min-h-8 text-sm" : "min-h-9 max-sm:min-h-11";
  const width = square ? (size === "small" ? "w-8" : "w-9 max-sm:w-11") : size === "small" ? "px-2.5" : "px-3.5";
  return classNames(BASE, VARIANTS[variant], height, width, more);
}
