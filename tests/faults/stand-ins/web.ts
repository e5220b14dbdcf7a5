import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], connectionTimeoutMillis: 5000 });
pool.on("error", () => {});

/** GET /health/ready; POST /notes/<text> answers once it is committed; GET /notes lists them; GET /role tells who it is to the database. */
const server = createServer((request, response) => {
  const [, place, text] = (request.url ?? "").split("/");
  const work =
    place === "health" || place === "role"
      ? pool.query<{ role: string }>("select current_user as role").then(({ rows }) => rows[0]?.role)
      : request.method === "POST"
        ? pool.query("insert into note values ($1)", [text]).then(() => "committed")
        : pool
            .query<{ text: string }>("select text from note order by text")
            .then(({ rows }) => JSON.stringify(rows.map((row) => row.text)));
  work.then(
    (body) => response.end(body),
    (error: unknown) => response.writeHead(503).end(String(error)),
  );
});
server.listen(Number(process.env["PORT"]), process.env["HOST"], () => process.send?.("ready"));
process.on("SIGTERM", () => {
  server.close(() => void pool.end());
  server.closeIdleConnections();
});
