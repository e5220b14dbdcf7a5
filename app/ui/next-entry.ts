/**
 * Which entry of a menu a key leads to.
 *
 * @param at the entry that has the focus, -1 for none
 * @returns its index, or null when the key moves nothing
 */
export function nextEntry(key: string, at: number, labels: readonly string[]): number | null {
  const count = labels.length;
  if (count === 0) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return at <= 0 ? count - 1 : at - 1;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key.length !== 1 || key === " ") return null;
  const order = labels.map((_, step) => (at + 1 + step + count) % count);
  return order.find((index) => labels[index]?.toLowerCase().startsWith(key.toLowerCase())) ?? null;
}
