import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { APIRequestContext } from "@playwright/test";
import * as z from "zod";
import { enterWorkspace, mutate, query, signInOwner } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";

const MB = 1024 * 1024;
const HEADER = `case_id,activity,resource,end_time,${Array.from({ length: 12 }, (_, index) => `note_${index + 1}`).join(",")}\n`;
// Long values that are allowed: the file is large and its rows are few.
const NOTE = "the customer wrote again about the parcel ".repeat(95).slice(0, 3_990);

const row = (number: number): string =>
  `case ${number},review,ana,2026-01-05T${String(8 + (number % 9)).padStart(2, "0")}:10:00Z,${`${NOTE},`.repeat(11)}${NOTE}\n`;

const rowCount = Math.ceil((200 * MB) / Buffer.byteLength(row(1_000)));

function* file(rows: number): Generator<string> {
  yield HEADER;
  for (let number = 1; number <= rows; number += 1) yield row(number);
}

const Sent = z.object({ uploadId: z.uuid() });
const Refused = z.object({ code: z.string(), message: z.string() });
const Preview = z.object({ chosen: z.object({}).loose(), sourceName: z.string() });
const Started = z.object({ importId: z.uuid() });
const Import = z.object({ state: z.string(), rowsRead: z.number(), rowsAdded: z.number(), rowsRejected: z.number() });
const Events = z.object({ events: z.array(z.object({ caseId: z.string() })) });

/** Sends a body through the door that browsers use, without holding it in memory. */
async function upload(
  request: APIRequestContext,
  url: string,
  body: Iterable<string>,
  headers: Record<string, string>,
): Promise<{ status: number; answer: unknown }> {
  const { cookies } = await request.storageState();
  return new Promise((resolve, reject) => {
    const sending = httpRequest(`${url}/api/uploads`, {
      method: "POST",
      // A connection of its own: on one where less came than was declared, the next request would be taken for the rest.
      agent: false,
      headers: {
        "content-type": "application/octet-stream",
        "x-file-name": "large.csv",
        cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
        ...headers,
      },
    });
    let answered = false;
    sending.on("response", (response) => {
      answered = true;
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, answer: JSON.parse(text) }));
      response.on("error", reject);
    });
    // A server that refuses a file need not read it to its end.
    pipeline(Readable.from(body), sending).catch((error: unknown) => answered || reject(error));
  });
}

test("a file of 200 MB arrives whole: every row of it is an event", async ({ context, baseURL }) => {
  const { request } = context;
  await signInOwner(context);
  await enterWorkspace(request, "Large file");
  let bytes = 0;
  for (const part of file(rowCount)) bytes += Buffer.byteLength(part);
  expect(bytes).toBeGreaterThan(200 * MB);

  const { status, answer } = await upload(request, baseURL ?? "", file(rowCount), { "content-length": String(bytes) });
  expect(status).toBe(201);
  const { uploadId } = Sent.parse(answer);
  const { chosen, sourceName } = Preview.parse(await query(request, "imports.preview", { uploadId }));
  const started = await mutate(request, "imports.start", { uploadId, sourceName, chosen: { ...chosen, attributes: [] } });
  const { importId } = Started.parse(started);
  const get = async () => Import.parse(await query(request, "imports.get", { importId }));
  await expect.poll(async () => (await get()).state, { timeout: 90_000 }).toBe("done");
  expect(await get()).toEqual({ state: "done", rowsRead: rowCount, rowsAdded: rowCount, rowsRejected: 0 });
  const { events } = Events.parse(await query(request, "audit.events", { workflow: null, activity: null, limit: 200 }));
  expect(events.length).toBe(200);
});

test("a file that is said to be over the limit is refused before it is sent", async ({ context, baseURL }) => {
  const { request } = context;
  await signInOwner(context);
  const { status, answer } = await upload(request, baseURL ?? "", [HEADER], { "content-length": String(600 * MB), expect: "100-continue" });
  expect(status).toBe(413);
  expect(Refused.parse(answer)).toMatchObject({ code: "UPLOAD_TOO_LARGE", message: expect.stringContaining("larger than the 256 MB") });
});

test("a file that grows over the limit without having said its length is refused, not cut", async ({ context, baseURL }) => {
  const { request } = context;
  await signInOwner(context);
  const { status, answer } = await upload(request, baseURL ?? "", file(Math.ceil(rowCount * 1.4)), {});
  expect(status).toBe(413);
  expect(Refused.parse(answer)).toMatchObject({
    code: "UPLOAD_TOO_LARGE",
    message: expect.stringContaining("Split it and upload the parts"),
  });
});
