import { inflateRawSync } from "node:zlib";

/** A cell as a spreadsheet program takes it in: a formula starts with =, a text that only looks like one with an apostrophe. */
export type RawCell = string | number | null;

/** The files of a zip archive, found by its central directory. */
export function unzip(bytes: Uint8Array): Map<string, string> {
  const buffer = Buffer.from(bytes);
  const end = buffer.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  const files = new Map<string, string>();
  let at = buffer.readUInt32LE(end + 16);
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left -= 1) {
    const size = buffer.readUInt32LE(at + 20);
    const nameLength = buffer.readUInt16LE(at + 28);
    const local = buffer.readUInt32LE(at + 42);
    const name = buffer.toString("utf8", at + 46, at + 46 + nameLength);
    const from = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
    files.set(name, inflateRawSync(buffer.subarray(from, from + size)).toString("utf8"));
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  return files;
}

/** Reads the sheets of an XLSX file as formulas, numbers and texts, without the values that were stored with the formulas. */
export function readWorkbook(bytes: Uint8Array): Record<string, RawCell[][]> {
  const files = unzip(bytes);
  const sheets: Record<string, RawCell[][]> = {};
  for (const [, name = "", id = ""] of (files.get("xl/workbook.xml") ?? "").matchAll(/<sheet name="([^"]*)" sheetId="(\d+)"/g)) {
    const rows: RawCell[][] = [];
    const xml = files.get(`xl/worksheets/sheet${id}.xml`) ?? "";
    for (const [, at = "", attributes = "", inside = ""] of xml.matchAll(/<c r="([A-Z]+\d+)"([^>]*)>(.*?)<\/c>/gs)) {
      const { row, column } = placeOf(at);
      while (rows.length <= row) rows.push([]);
      rows[row]![column] = cellOf(attributes, inside);
    }
    sheets[name] = rows.map((row) => Array.from(row, (cell) => cell ?? null));
  }
  return sheets;
}

/** Row and column, counted from 0, of an address such as AB12. */
export function placeOf(address: string): { row: number; column: number } {
  const [, letters = "", digits = ""] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(digits) - 1, column };
}

function cellOf(attributes: string, inside: string): RawCell {
  const formula = /<f>(.*)<\/f>/s.exec(inside)?.[1];
  if (formula !== undefined) return `=${unescapeXml(formula)}`;
  if (attributes.includes('t="inlineStr"')) return `'${unescapeXml(/<t[^>]*>(.*)<\/t>/s.exec(inside)?.[1] ?? "")}`;
  return Number(/<v>(.*)<\/v>/.exec(inside)?.[1]);
}

function unescapeXml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}
