import { loadavg } from "node:os";
import { benchDatabase } from "./bench-database.ts";
import { measureCounting, verdict, type Bound } from "./incremental.ts";
import { measureIngest } from "./ingest.ts";
import { measurePages } from "./pages.ts";

/**
 * Every bound on the speed of an audit in one run: ingest, rebuild, new events, pages. What else the machine does slows all of it down: the
 * load is printed.
 *
 * @param args events of the large log, 10,000,000 unless told, and of the small one, 100,000
 * @returns 0 when every bound is kept, else 1
 */
export async function benchAuditSpeed(args: readonly string[]): Promise<number> {
  const [large = 10_000_000, small = 100_000] = args.map(Number);
  const load = () => console.log(`  load of the machine: ${loadavg()[0]!.toFixed(1)}`);
  const bounds: Bound[] = [];
  load();
  const database = await benchDatabase();
  try {
    bounds.push(...(await measureCounting(database, { large, small })));
    load();
    bounds.push(await measurePages(database, large));
  } finally {
    await database.close();
  }
  load();
  bounds.push(await measureIngest());
  load();
  return verdict("audit-speed", bounds);
}
