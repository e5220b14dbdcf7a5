import type { Switchboard } from "../../faults.ts";

/** As it stands in JSON: a formula, a script, a NUL, a lone surrogate, text from right to left, an emoji, SQL. */
const HOSTILE = String.raw`=HYPERLINK(\"http://x\") <script>alert(1)</script> \u0000 \ud800 \u202e\u05d0\u05d1 \ud83d\udce6 '; DROP TABLE orders; --`;

/** Where an answer can be spoiled and by what; `$HOSTILE` stands for text that attacks whoever shows it. */
export interface Spoil {
  kind: "unknown value" | "poison record" | "hostile text";
  pattern: RegExp;
  replacement: string;
}

/** Spoils an answer in the ways that are set: each time the first place that fits, in an answer that has one. */
export function spoilBody(body: string, spoils: readonly Spoil[], faults: Switchboard): string {
  return spoils.reduce(
    (text, { kind, pattern, replacement }) =>
      pattern.test(text) && faults.take(kind)
        ? text.replace(
            pattern,
            replacement.replace("$HOSTILE", () => HOSTILE),
          )
        : text,
    body,
  );
}
