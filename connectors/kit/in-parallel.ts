/**
 * The results in the order of the items, with at most `limit` in work at once. After a failure nothing more is begun, and the first
 * failure is thrown when what had begun is over.
 */
export async function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const failures: unknown[] = [];
  async function worker(): Promise<void> {
    while (next < items.length && failures.length === 0) {
      const at = next++;
      const item = items[at];
      if (item === undefined) continue;
      try {
        results[at] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
