import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

const CHUNK_BYTES = 1024 * 1024; // An entry of many megabytes is put together from its chunks: fewer of them, less copying.

/** A UTF-8 file as text, chunk by chunk; characters are never cut. Closed when the reader stops early. */
export const textOfFile = (path: string): Readable => createReadStream(path, { encoding: "utf8", highWaterMark: CHUNK_BYTES });
