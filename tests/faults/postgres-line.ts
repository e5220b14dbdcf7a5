import { connect, createServer, type Socket } from "node:net";

/**
 * A way to Postgres that can be cut between any two messages: what a process that dies leaves behind there. Whoever holds it afterwards
 * reaches nothing, so that nothing it remembers is written; the database rolls back what was open.
 */
export type PostgresLine = {
  /** The same address by this way. */
  through: (databaseUrl: string) => string;
  /**
   * Cuts it after so many more messages to the database.
   *
   * @param when before: the last message does not arrive. after: it does, and its answer does not come back
   */
  cutAfter: (messages: number, when: "before" | "after", told: () => void) => void;
  /** Nobody is cut off any more, neither now nor by an earlier `cutAfter`. */
  mend: () => void;
  close: () => Promise<void>;
};

/** @param server address of the server that every database is on */
export async function openPostgresLine(server: string): Promise<PostgresLine> {
  const { hostname, port } = new URL(server);
  const open = new Set<Socket>();
  let isCut = false;
  let plan: { left: number; when: "before" | "after"; told: () => void } | null = null;

  function cut(): void {
    const told = plan?.told;
    plan = null;
    isCut = true;
    for (const socket of open) socket.destroy();
    told?.();
  }

  const listener = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const database = connect(Number(port), hostname);
    let isDeaf = false;
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (message) => {
      if (plan) plan.left -= 1;
      const isLast = plan !== null && plan.left <= 0;
      if (isLast && plan?.when === "before") {
        cut();
        return;
      }
      isDeaf ||= isLast;
      database.write(message);
    });
    database.on("data", (answer) => {
      if (isDeaf) cut();
      else client.write(answer);
    });
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  const address = listener.address();
  const own = typeof address === "object" && address ? address.port : 0;

  return {
    through(databaseUrl) {
      const url = new URL(databaseUrl);
      url.hostname = "127.0.0.1";
      url.port = String(own);
      return url.href;
    },
    cutAfter(messages, when, told) {
      plan = { left: messages, when, told };
    },
    mend() {
      plan = null;
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
