import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createChannel } from "./channel.ts";

const message = { about: "Northwind Supply", text: 'Cleo wrote about "<!channel> & co".', url: "http://localhost:3000/roadmap" };
const bodies: unknown[] = [];
let status = 200;
const server = createServer((request, response) => {
  let text = "";
  request.setEncoding("utf8").on("data", (part: string) => (text += part));
  request.on("end", () => {
    bodies.push(JSON.parse(text));
    response.writeHead(status).end("ok");
  });
});
let webhookUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in has no port");
  webhookUrl = `http://127.0.0.1:${address.port}/services/secret-path`;
});
afterAll(() => void server.close());

test("a message is one line with a link, and calls nobody whose name somebody wrote", async () => {
  expect(await createChannel({ webhookUrl }).post(message)).toEqual({ posted: true });
  expect(bodies.at(-1)).toEqual({
    text: '*Northwind Supply*: Cleo wrote about "&lt;!channel&gt; &amp; co". <http://localhost:3000/roadmap|Look at it>',
  });
});

test("a refusal says so with its status, and never the address, which is a secret", async () => {
  status = 404;
  const refusal = await createChannel({ webhookUrl })
    .post(message)
    .catch((error: unknown) => String(error));
  expect(refusal).toContain("status 404");
  expect(refusal).not.toContain("secret-path");
});

test("without a channel nothing is posted, and that is no error", async () => {
  expect(await createChannel({ webhookUrl: undefined }).post(message)).toEqual({ posted: false });
});
