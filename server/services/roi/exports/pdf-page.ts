import Pdf from "pdfkit";
import type { FontPart } from "./pdf-fonts.ts";

export const COLOR = { ink: "#1b1f24", muted: "#5b6470", accent: "#0f5f59", loss: "#b3403a", line: "#cfd8d6", paper: "#f2f6f5" } as const;
const SIZE = { width: 595.28, height: 841.89 }; // A4 in points
export const MARGIN = 56;
/** Width between the margins, in points. */
export const WIDTH = SIZE.width - 2 * MARGIN;
/** Where the foot begins: nothing else is drawn below. */
export const BOTTOM = SIZE.height - 64;

export type TextStyle = { size: number; bold?: boolean; color?: string; align?: "left" | "right"; width: number };
export type Column = { title: string; width: number; align?: "left" | "right" };

/**
 * A document of A4 pages in one typeface. `y` is where the next block goes; a block that does not fit starts a new page.
 * A character that no font part has is drawn as a question mark.
 */
export class PdfPages {
  readonly doc: InstanceType<typeof Pdf>;
  y = MARGIN;
  readonly #fonts: readonly FontPart[];
  readonly #mark: string;
  readonly #widths = new Map<string, number>();

  /** @param mark drawn at the top of every page, empty for none */
  constructor(options: { title: string; createdAt: Date; fonts: readonly FontPart[]; mark: string }) {
    this.#fonts = options.fonts;
    this.#mark = options.mark;
    this.doc = new Pdf({
      size: "A4",
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      bufferPages: true,
      autoFirstPage: false,
      lang: "en",
      displayTitle: true,
      info: { Title: options.title, Creator: "Slipstream", Producer: "Slipstream", CreationDate: options.createdAt },
    });
    options.fonts.forEach(({ regular, semiBold }, i) => {
      this.doc.registerFont(`regular${i}`, regular);
      this.doc.registerFont(`bold${i}`, semiBold);
    });
  }

  newPage(): void {
    this.doc.addPage();
    this.y = MARGIN;
    if (this.#mark !== "") this.text(this.#mark, MARGIN, 26, { size: 9, bold: true, color: COLOR.loss, width: WIDTH, align: "right" });
  }

  /** Starts a new page when less than `height` points are left. */
  need(height: number): void {
    if (this.y + height > BOTTOM) this.newPage();
  }

  /** Draws a text in lines of at most the width; returns its height in points. */
  text(text: string, x: number, y: number, style: TextStyle): number {
    const lines = this.#lines(text, style);
    const lineHeight = style.size * 1.4;
    lines.forEach((line, i) => {
      const width = this.#width(line, style);
      let at = style.align === "right" ? x + style.width - width : x;
      for (const run of this.#runs(line)) {
        this.#use(run.part, style);
        this.doc.fillColor(style.color ?? COLOR.ink).text(run.text, at, y + i * lineHeight, { lineBreak: false });
        at += this.doc.widthOfString(run.text);
      }
    });
    return lines.length * lineHeight;
  }

  height(text: string, style: TextStyle): number {
    return this.#lines(text, style).length * style.size * 1.4;
  }

  heading(text: string): void {
    this.need(60);
    this.y += 4;
    this.y += this.text(text, MARGIN, this.y, { size: 15, bold: true, color: COLOR.accent, width: WIDTH }) + 4;
  }

  paragraph(text: string, style: Partial<TextStyle> = {}): void {
    const full = { size: 9.5, width: WIDTH, ...style };
    this.need(this.height(text, full));
    this.y += this.text(text, MARGIN, this.y, full) + 6;
  }

  /** A table whose head is repeated on every page. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[], options: { size?: number; lastIsTotal?: boolean } = {}): void {
    const size = options.size ?? 8.5;
    const draw = (cells: readonly string[], bold: boolean, color: string) => {
      let x = MARGIN;
      columns.forEach(({ width, align }, i) => {
        this.text(cells[i] ?? "", x, this.y + 4, { size, bold, color, width: width - 8, align: align ?? "left" });
        x += width;
      });
    };
    const heightOf = (cells: readonly string[], bold: boolean) =>
      8 + Math.max(...columns.map(({ width }, i) => this.height(cells[i] ?? "", { size, bold, width: width - 8 })));
    const head = columns.map(({ title }) => title);
    const drawHead = () => {
      draw(head, true, COLOR.muted);
      this.y += heightOf(head, true);
      this.rule();
    };
    this.need(heightOf(head, true) + 40);
    drawHead();
    rows.forEach((cells, i) => {
      const total = options.lastIsTotal === true && i === rows.length - 1;
      const height = heightOf(cells, total);
      if (this.y + height > BOTTOM) {
        this.newPage();
        drawHead();
      }
      draw(cells, total, COLOR.ink);
      this.y += height;
      this.rule();
    });
    this.y += 10;
  }

  rule(): void {
    this.doc
      .moveTo(MARGIN, this.y)
      .lineTo(MARGIN + WIDTH, this.y)
      .lineWidth(0.5)
      .strokeColor(COLOR.line)
      .stroke();
  }

  /** Writes foot and page number on every page but the first, and closes the document. */
  async finish(foot: string): Promise<Uint8Array> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = start + 1; page < start + count; page += 1) {
      this.doc.switchToPage(page);
      const style = { size: 8, color: COLOR.muted, width: WIDTH };
      this.text(foot, MARGIN, SIZE.height - 44, { ...style, width: WIDTH - 60 });
      this.text(`${page + 1} / ${count}`, MARGIN, SIZE.height - 44, { ...style, align: "right" });
    }
    const chunks: Buffer[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    this.doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    this.doc.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    this.doc.on("error", reject);
    this.doc.end();
    return promise;
  }

  #runs(text: string): { part: number; text: string }[] {
    const runs: { part: number; text: string }[] = [];
    for (const character of text) {
      const found = this.#fonts.findIndex((font) => font.has(character.codePointAt(0) ?? 0));
      const [part, drawn] = found === -1 ? [0, "?"] : [found, character];
      const last = runs.at(-1);
      if (last?.part === part) last.text += drawn;
      else runs.push({ part, text: drawn });
    }
    return runs;
  }

  #use(part: number, style: TextStyle): void {
    this.doc.font(`${style.bold === true ? "bold" : "regular"}${part}`).fontSize(style.size);
  }

  /** Word by word, from memory: measuring is what a document spends its time on. */
  #width(text: string, style: TextStyle): number {
    return text.split(/(?<= )/).reduce((sum, word) => {
      const key = `${style.bold === true} ${word}`;
      const known = this.#widths.get(key) ?? this.#measure(word, style);
      this.#widths.set(key, known);
      return sum + known * style.size;
    }, 0);
  }

  /** Width in units of the type size. */
  #measure(word: string, style: TextStyle): number {
    return this.#runs(word).reduce((sum, run) => {
      this.#use(run.part, style);
      return sum + this.doc.widthOfString(run.text) / style.size;
    }, 0);
  }

  /** Breaks at spaces, and inside a word only where it alone is wider than the line. */
  #lines(text: string, style: TextStyle): string[] {
    const lines: string[] = [];
    for (const paragraph of text.split("\n")) {
      let line = "";
      for (const word of paragraph.replaceAll(/[^\S\u00A0]+/g, " ").split(" ")) {
        const longer = line === "" ? word : `${line} ${word}`;
        if (this.#width(longer, style) <= style.width) {
          line = longer;
          continue;
        }
        if (line !== "") lines.push(line);
        line = "";
        for (const character of word) {
          if (line !== "" && this.#width(line + character, style) > style.width) {
            lines.push(line);
            line = "";
          }
          line += character;
        }
      }
      lines.push(line);
    }
    return lines;
  }
}
