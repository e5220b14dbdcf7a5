const PLURAL_WORD = /^[a-z]+s$/;

/** A number with the unit of its fact, which is named in the plural where it is a word: "2 holds", "1 hold", "1 USD". */
export function quantityWords(value: number, unit: string | null): string {
  if (unit === null) return String(value);
  return `${value} ${value === 1 && PLURAL_WORD.test(unit) ? unit.slice(0, -1) : unit}`;
}
