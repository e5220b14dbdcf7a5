import { minorDigits } from "#server/domain/roi/minor-units.ts";

/** An amount as the explanations write it: "$1,234", "CA$1,234" or "SEK 1,234", without decimals. */
const AMOUNT = /-?(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}\u00a0)\d[\d,]*/gu;

/** A sentence cut at its amounts of money, which come as minor units. */
export function partsOfSentence(text: string, currency: string): (string | { minor: number })[] {
  const parts: (string | { minor: number })[] = [];
  let from = 0;
  for (const found of text.matchAll(AMOUNT)) {
    const amount = found[0].replace(/,$/, "");
    parts.push(text.slice(from, found.index), {
      minor: Number(amount.replaceAll(/[^\d-]/g, "")) * 10 ** minorDigits(currency),
    });
    from = found.index + amount.length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}
