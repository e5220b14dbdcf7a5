/** "INVENTORY_OUT_OF_STOCK" and "Inventory out of stock" both as inventory_out_of_stock: the form in which records carry a vendor's codes. */
export function toCode(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}

/** note_created as "note created": a code as a person reads it. */
export function toWords(code: string): string {
  return toCode(code).replaceAll("_", " ");
}
