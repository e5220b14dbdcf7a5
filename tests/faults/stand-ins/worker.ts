import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"] });
pool.on("error", () => {});
const beat = setInterval(() => void pool.query("select 1").catch(() => {}), 200);

process.send?.("ready");

/** Asked to stop, it finishes one piece of work and commits it: the database has to be there until then. */
process.on("SIGTERM", () => {
  clearInterval(beat);
  const last = `drained-${process.env["STAND_IN_RUN"] ?? ""}`;
  void pool.query("insert into note select $1 from pg_sleep(0.3) on conflict do nothing", [last]).then(() => pool.end());
});
