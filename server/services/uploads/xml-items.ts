import { SaxesParser } from "saxes";
import { AppError } from "#server/errors.ts";

export type XmlElement = { name: string; attributes: Readonly<Record<string, string>>; line: number };

/** What reads a document: told of each element as it opens and closes, with its own text at the end. Hands on what it has found. */
export type XmlReader<Item> = {
  open: (element: XmlElement, depth: number) => void;
  close: (element: XmlElement, text: string, depth: number) => void;
  /** What was found since the last time. */
  take: () => Item[];
};

const TOKEN_LIMIT = 64 * 1024 * 1024; // As for a row of CSV: a tag or text longer than this is never closed.
const DEPTH_LIMIT = 200;

/**
 * Reads XML in bounded memory. Entities of a document's own are never expanded: a document that declares a type is refused, as no log needs one.
 * Prefixes of names are left out.
 *
 * @throws AppError UPLOAD_UNREADABLE with the line where the document is not well formed
 */
export async function* xmlItems<Item>(chunks: AsyncIterable<string>, reader: XmlReader<Item>): AsyncGenerator<Item> {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  const unreadable = (what: string) => new AppError("UPLOAD_UNREADABLE", `Line ${parser.line}: ${what}`);
  const open: XmlElement[] = [];
  const texts: string[] = [];
  let sinceToken = 0;
  parser.on("error", (error) => {
    throw unreadable(`the XML is broken (${error.message.replace(/^\d+:\d+:\s*/, "")}).`);
  });
  parser.on("doctype", () => {
    throw unreadable("the document declares a type (DOCTYPE). Event logs need none: take the declaration out and upload it again.");
  });
  parser.on("opentag", ({ name, attributes }) => {
    sinceToken = 0;
    if (open.length >= DEPTH_LIMIT) throw unreadable(`elements are nested more than ${DEPTH_LIMIT} deep.`);
    const element = { name: localName(name), attributes, line: parser.line };
    reader.open(element, open.length);
    // Blanks between elements are nobody's text, and of the outermost element they would fill the memory.
    if (texts.length > 0) texts[texts.length - 1] = "";
    open.push(element);
    texts.push("");
  });
  const addText = (text: string) => {
    sinceToken = 0;
    if (texts.length === 0) return;
    texts[texts.length - 1] += text;
    if (texts.at(-1)!.length > TOKEN_LIMIT) throw unreadable(`a text is longer than ${TOKEN_LIMIT / 1024 / 1024} MB.`);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    sinceToken = 0;
    const element = open.pop()!;
    reader.close(element, texts.pop()!, open.length);
  });
  for await (const chunk of chunks) {
    sinceToken += chunk.length;
    if (sinceToken > TOKEN_LIMIT) throw unreadable(`a tag or text is longer than ${TOKEN_LIMIT / 1024 / 1024} MB.`);
    parser.write(chunk);
    yield* reader.take();
  }
  parser.close();
  yield* reader.take();
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);
