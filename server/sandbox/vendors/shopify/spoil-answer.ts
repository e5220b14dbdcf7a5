import type { Switchboard } from "../../faults.ts";

/** As it stands in JSON: a formula, a script, a NUL, a lone surrogate, text from right to left, an emoji, SQL. */
const HOSTILE = String.raw`=HYPERLINK(\"http://x\") <script>alert(1)</script> \u0000 \ud800 \u202e\u05d0\u05d1 \ud83d\udce6 '; DROP TABLE orders; --`;

const SPOILS = [
  { kind: "unknown value", pattern: /"(displayFulfillmentStatus|status)":"[A-Z_]+"/, replacement: '"$1":"PARTLY_SENT"' },
  { kind: "poison record", pattern: /"updatedAt":"[^"]+"/, replacement: '"updatedAt":null' },
  { kind: "hostile text", pattern: /"note":(?:null|"[^"]*")/, replacement: `"note":"${HOSTILE}"` },
] as const;

/** Spoils an answer in the ways that are set: each time the first place that fits, in an answer that has one. */
export function spoilAnswer(body: string, faults: Switchboard): string {
  return SPOILS.reduce(
    (text, { kind, pattern, replacement }) => (pattern.test(text) && faults.take(kind) ? text.replace(pattern, replacement) : text),
    body,
  );
}
