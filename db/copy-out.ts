import type pg from "pg";

// Source: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": 11 bytes of signature, flags, length of no extension.
const HEADER_BYTES = 19;
/** A message that is no row: the end. */
const TRAILER = 0xff_ff;

/**
 * `copy (select ...) to stdout (format binary)`, row by row as bytes: no row becomes an object. A row is handed over as the message that
 * holds it; it begins with the number of its fields (16 bits), and each field with its length (32 bits, -1 for null).
 *
 * Row-level security holds for the select as for any other.
 */
export class CopyOut implements pg.Submittable {
  readonly done: Promise<void>;
  private readonly text: string;
  private readonly row: (message: Buffer) => void;
  private connection: pg.Connection | undefined;
  private begun = false;
  private paused = false;
  private settle: { resolve: () => void; reject: (error: Error) => void };

  /** @param row called while the connection is read: it must not wait, and may pause */
  constructor(select: string, row: (message: Buffer) => void) {
    this.text = `copy (${select}) to stdout (format binary)`;
    this.row = row;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.settle = { resolve, reject };
  }

  /** No more is read from the connection until resume, but for the few rows that are read already. */
  pause(): void {
    this.paused = true;
    this.connection?.stream.pause();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.connection?.stream.resume();
  }

  submit(connection: pg.Connection): void {
    this.connection = connection;
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    let message = chunk;
    if (!this.begun) {
      this.begun = true;
      message = message.subarray(HEADER_BYTES);
      if (message.length === 0) return;
    }
    if (message.readUInt16BE(0) === TRAILER) return;
    try {
      this.row(message);
    } catch (error) {
      this.settle.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  handleError(error: Error): void {
    this.settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.settle.resolve();
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}
