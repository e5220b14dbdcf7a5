/**
 * Begins to read the next page while this one is counted: the database has a core of its own. Whoever stops before the last page never waits
 * for it, and its failure is nobody's then.
 */
export function readAhead<T>(read: () => Promise<T>): Promise<T> {
  const reading = read();
  reading.catch(() => {});
  return reading;
}
