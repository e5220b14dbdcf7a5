import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { unpackWoff } from "./unpack-woff.ts";

/** One typeface in two weights, in parts: each for the characters that `has` says. */
export type FontPart = { regular: Buffer; semiBold: Buffer; has: (codePoint: number) => boolean };

const FOLDER = "node_modules/@fontsource/inter";
const PARTS = ["latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese"];

/** Inter (OFL-1.1) from the installed package: Latin, Greek and Cyrillic letters. */
export function interFonts(root = process.cwd()): FontPart[] {
  const ranges = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(join(root, FOLDER, "unicode.json"), "utf8")));
  return PARTS.map((part) => ({
    regular: unpackWoff(readFileSync(join(root, FOLDER, `files/inter-${part}-400-normal.woff`))),
    semiBold: unpackWoff(readFileSync(join(root, FOLDER, `files/inter-${part}-600-normal.woff`))),
    has: insideOf(ranges[part] ?? ""),
  }));
}

/** Reads a CSS unicode-range such as "U+0000-00FF,U+0131". */
function insideOf(range: string): (codePoint: number) => boolean {
  const bounds = range.split(",").map((part) => {
    const [from = "", to = from] = part.trim().replace("U+", "").split("-");
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
  return (codePoint) => bounds.some(([from, to]) => codePoint >= from && codePoint <= to);
}
