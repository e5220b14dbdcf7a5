import { AppError } from "#server/errors.ts";

/** An element of an array that stands directly in the outermost object. */
export type JsonElement = { array: string; value: unknown; line: number };

const ELEMENT_LIMIT = 64 * 1024 * 1024; // As for a row of CSV: an element longer than this is never closed.
const OUTSIDE = /["{}[\],]|[^\s"{}[\],]+/g;
const IN_STRING = /["\\]/g;

/**
 * Reads a JSON object of arrays element by element, in the memory of one element: `{"events": [{…}, {…}], "objects": [{…}]}`.
 * Anything else in the outermost object is passed over.
 *
 * @throws AppError UPLOAD_UNREADABLE with the line where it is no such JSON
 */
export async function* jsonElements(chunks: AsyncIterable<string>): AsyncGenerator<JsonElement> {
  const scanner = new Scanner();
  for await (const chunk of chunks) yield* scanner.read(chunk);
  scanner.end();
}

class Scanner {
  private text = "";
  private aside: string[] = [];
  private asideLength = 0;
  private at = 0;
  private line = 1;
  private lineAt = 0;
  private depth = 0;
  private closed = false;
  private inString = false;
  /** Where the string or the element begins that is being read; -1: none. */
  private stringFrom = -1;
  private elementFrom = -1;
  private elementLine = 1;
  private key: string | null = null;
  private array: string | null = null;

  *read(chunk: string): Generator<JsonElement> {
    this.turn(chunk);
    if (this.asideLength > ELEMENT_LIMIT)
      throw this.unreadable(`an entry is longer than ${ELEMENT_LIMIT / 1024 / 1024} MB, most likely because it is never closed.`);
    while (this.at < this.text.length) {
      if (this.inString) this.readString();
      else {
        OUTSIDE.lastIndex = this.at;
        const match = OUTSIDE.exec(this.text);
        if (!match) {
          this.at = this.text.length;
          return;
        }
        this.at = OUTSIDE.lastIndex;
        yield* this.take(match[0], match.index);
      }
    }
  }

  end(): void {
    if (!this.closed) throw this.unreadable("the JSON ends before it is whole.");
  }

  /** Goes on to the next chunk; of what is open, the text so far is put aside. All of the chunk before has been read. */
  private turn(chunk: string): void {
    const from = Math.max(this.stringFrom, this.elementFrom);
    if (from >= 0) {
      this.aside.push(this.text.slice(from));
      this.asideLength += this.text.length - from;
      if (this.stringFrom >= 0) this.stringFrom = 0;
      else this.elementFrom = 0;
    }
    this.countLines(this.text.length);
    this.lineAt = 0;
    // After an escape cut in two, the character to come is part of the escape.
    this.at -= this.text.length;
    this.text = chunk;
  }

  /** The text of what was open, up to a place in this chunk. */
  private close(from: number, to: number): string {
    const whole = this.aside.join("") + this.text.slice(from, to);
    this.aside = [];
    this.asideLength = 0;
    return whole;
  }

  private countLines(upTo: number): void {
    if (upTo <= this.lineAt) return;
    const passed = this.text.slice(this.lineAt, upTo);
    for (let at = passed.indexOf("\n"); at >= 0; at = passed.indexOf("\n", at + 1)) this.line += 1;
    this.lineAt = upTo;
  }

  private readString(): void {
    IN_STRING.lastIndex = this.at;
    const match = IN_STRING.exec(this.text);
    if (!match) {
      this.at = this.text.length;
      return;
    }
    if (match[0] === "\\") {
      this.at = match.index + 2;
      return;
    }
    this.at = match.index + 1;
    this.inString = false;
    if (this.depth === 1) this.key = this.parse(this.close(this.stringFrom, this.at)) as string;
    this.stringFrom = -1;
  }

  private *take(token: string, from: number): Generator<JsonElement> {
    if (this.closed) throw this.unreadable("something follows after the end of the JSON.");
    if (this.depth === 0 && token !== "{") throw this.unreadable("it is not a JSON object.");
    const inArray = this.depth === 2 && this.array !== null;
    if (inArray && this.elementFrom < 0 && token !== "," && token !== "]") this.begin(from);
    if (token === '"') {
      this.inString = true;
      if (this.depth === 1) this.stringFrom = from;
    } else if (token === "{" || token === "[") {
      this.depth += 1;
      if (this.depth === 2 && token === "[") this.array = this.key;
    } else if (token === "}" || token === "]") {
      if (inArray && token === "]") {
        if (this.elementFrom >= 0) yield this.finish(from);
        this.array = null;
      }
      this.depth -= 1;
      if (this.depth === 0) this.closed = true;
      // Only an entry of brackets ends with its bracket; a bare value ends with the comma or bracket after it.
      else if (this.depth === 2 && this.array !== null && this.elementFrom >= 0) yield this.finish(this.at);
    } else if (token === "," && inArray && this.elementFrom >= 0) yield this.finish(from);
  }

  private begin(from: number): void {
    this.countLines(from);
    this.elementFrom = from;
    this.elementLine = this.line;
  }

  private finish(to: number): JsonElement {
    const value = this.parse(this.close(this.elementFrom, to));
    this.elementFrom = -1;
    return { array: this.array!, value, line: this.elementLine };
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw this.unreadable(`the JSON is broken (${error instanceof Error ? error.message.slice(0, 120) : "it cannot be read"}).`);
    }
  }

  private unreadable(what: string): AppError {
    this.countLines(this.at);
    return new AppError("UPLOAD_UNREADABLE", `Line ${this.line}: ${what}`);
  }
}
