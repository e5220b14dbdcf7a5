import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { WebSocketServer } from "ws";
import type { Emulator } from "../context.ts";
import { isLoopbackHost } from "../http/server.ts";

/** Gives each browser that opens a WebSocket a number, and sends it how its OAuth flow ended. */
export function openOAuthSocket(server: Server, emulator: Emulator): { close: () => void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 });
  server.on("upgrade", (request, socket, head) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname !== "/" || !isLoopbackHost(request.headers.host ?? "")) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const id = randomUUID();
      const pass = (message: unknown) => client.send(JSON.stringify(message));
      emulator.events.on(`ws:${id}`, pass);
      client.on("close", () => emulator.events.off(`ws:${id}`, pass));
      client.on("error", () => client.terminate());
      client.send(JSON.stringify({ message_type: "connection_ack", ws_client_id: id }));
    });
  });
  return {
    close: () => {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
