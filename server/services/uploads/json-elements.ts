import { AppError } from "#server/errors.ts";

/** An element of an array that stands directly in the outermost object. */
export type JsonElement = { array: string; value: unknown; line: number };

const ELEMENT_LIMIT = 64 * 1024 * 1024; // As for a row of CSV: an element longer than this is never closed.

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, COLON] = Array.from('"\\{}[],:', (sign) => sign.charCodeAt(0));

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

/** Looks at each character once and leaves the reading of an element to JSON.parse: 200 MB must not take minutes. */
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
  private found: JsonElement[] = [];

  read(chunk: string): JsonElement[] {
    this.turn(chunk);
    if (this.asideLength > ELEMENT_LIMIT)
      throw this.unreadable(`an entry is longer than ${ELEMENT_LIMIT / 1024 / 1024} MB, most likely because it is never closed.`);
    const { text } = this;
    while (this.at < text.length) {
      if (this.inString) {
        this.readString();
        continue;
      }
      const code = text.charCodeAt(this.at);
      this.at += 1;
      if (code === QUOTE) this.beginString();
      else if (code === OPEN || code === OPEN_LIST) this.down(code);
      else if (code === CLOSE || code === CLOSE_LIST) this.up(code);
      // Inside an element only strings and brackets matter.
      else if (this.depth < 3 && !isBlank(code)) this.other(code);
    }
    const found = this.found;
    this.found = [];
    return found;
  }

  end(): void {
    if (!this.closed) throw this.unreadable("the JSON ends before it is whole.");
  }

  private readString(): void {
    const { text } = this;
    let at = this.at;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) {
        this.at = at + 1;
        this.inString = false;
        if (this.depth === 1) this.key = String(this.parse(this.close(this.stringFrom, this.at)));
        this.stringFrom = -1;
        return;
      }
    }
    this.at = at;
  }

  private beginString(): void {
    const from = this.at - 1;
    if (this.depth === 0 || this.closed) this.other(QUOTE!);
    if (this.depth === 1) this.stringFrom = from;
    this.begin(from);
    this.inString = true;
  }

  private down(code: number): void {
    if (this.closed || (this.depth === 0 && code !== OPEN)) this.other(code);
    this.begin(this.at - 1);
    this.depth += 1;
    if (this.depth === 2 && code === OPEN_LIST) this.array = this.key;
  }

  private up(code: number): void {
    if (this.depth === 0) this.other(code);
    if (this.depth === 2 && this.array !== null && code === CLOSE_LIST) {
      if (this.elementFrom >= 0) this.finish(this.at - 1);
      this.array = null;
    }
    this.depth -= 1;
    if (this.depth === 0) this.closed = true;
    // Only an entry of brackets ends with its bracket; a bare value ends with the comma or bracket after it.
    else if (this.depth === 2 && this.array !== null && this.elementFrom >= 0) this.finish(this.at);
  }

  /** A comma, a colon, or a letter of a bare value, on the levels that matter. */
  private other(code: number): void {
    if (this.closed) throw this.unreadable("something follows after the end of the JSON.");
    if (this.depth === 0) throw this.unreadable("it is not a JSON object.");
    if (this.depth !== 2 || this.array === null || code === COLON) return;
    if (code !== COMMA) this.begin(this.at - 1);
    else if (this.elementFrom >= 0) this.finish(this.at - 1);
  }

  /** Marks where an element begins, unless one has begun. */
  private begin(from: number): void {
    if (this.depth !== 2 || this.array === null || this.elementFrom >= 0) return;
    this.countLines(from);
    this.elementFrom = from;
    this.elementLine = this.line;
  }

  private finish(to: number): void {
    const value = this.parse(this.close(this.elementFrom, to));
    this.elementFrom = -1;
    this.found.push({ array: this.array!, value, line: this.elementLine });
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
    const here = this.text.slice(from, to);
    if (this.aside.length === 0) return here;
    const whole = this.aside.join("") + here;
    this.aside = [];
    this.asideLength = 0;
    return whole;
  }

  private countLines(upTo: number): void {
    for (; this.lineAt < upTo; this.lineAt += 1) if (this.text.charCodeAt(this.lineAt) === 10) this.line += 1;
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

// Blank, tab, line breaks, and the byte order mark at the beginning of a file.
const isBlank = (code: number) => code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff;
