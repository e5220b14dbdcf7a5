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
  private begun = false;
  private settle: { resolve: () => void; reject: (error: Error) => void };

  /** @param row called while the connection is read: it must not wait, and must copy what it keeps of the message */
  constructor(select: string, row: (message: Buffer) => void) {
    this.text = `copy (${select}) to stdout (format binary)`;
    this.row = row;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.settle = { resolve, reject };
  }

  submit(connection: pg.Connection): void {
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
