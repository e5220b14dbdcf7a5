import pg from "pg";

/**
 * A pool whose process outlives the server. A connection that breaks, idle or in the middle of a statement, says so by an event
 * that ends the process when nobody listens; the statement in hand fails all the same, and the pool opens a new connection.
 */
export function survivingPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(options);
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
