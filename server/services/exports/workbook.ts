import { zip } from "./zip.ts";

/** Looks a cell can have; see STYLES. */
export type CellStyle = keyof typeof STYLES;

/**
 * A cell: text, a number, or a formula with the value it had when written. A text is never a formula, whatever it starts with:
 * it is stored as text, and with Excel's own text mark where it starts like a formula, so that it stays one when edited.
 */
export type Cell =
  | { kind: "text"; text: string; style: CellStyle }
  | { kind: "number"; value: number; style: CellStyle }
  | { kind: "formula"; formula: string; cached: number | string | null; style: CellStyle }
  | null;

export type Sheet = {
  /** At most 31 characters, none of []:*?/\ */
  name: string;
  /** Width in characters of each column from A. */
  widths: readonly number[];
  rows: readonly (readonly Cell[])[];
  /** Rows and columns that stay when scrolling. */
  frozen: { rows: number; columns: number };
  landscape: boolean;
  /** Only the first so many columns are printed; null: all. */
  printColumns: number | null;
};

type Look = {
  bold?: true;
  size?: number;
  color?: string;
  fill?: string;
  format?: string;
  border?: "top" | "bottom";
  align?: "right";
  indent?: true;
  wrap?: true;
};

const ACCENT = "FF0F5F59";
const MUTED = "FF5B6470";
const LOOKS = {
  text: {},
  wrapped: { wrap: true },
  muted: { color: MUTED },
  mutedWrapped: { color: MUTED, wrap: true, indent: true },
  indented: { indent: true },
  title: { bold: true, size: 18, color: ACCENT },
  section: { bold: true, size: 12, color: ACCENT, border: "bottom" },
  head: { bold: true, fill: "FFEAF1F0", border: "bottom", align: "right", wrap: true },
  headLeft: { bold: true, fill: "FFEAF1F0", border: "bottom", wrap: true },
  integer: { format: "#,##0" },
  month: { format: "0", color: MUTED },
  money0: { format: "#,##0;-#,##0" },
  money2: { format: "#,##0.00;-#,##0.00" },
  money3: { format: "#,##0.000;-#,##0.000" },
  moneyTotal0: { format: "#,##0;-#,##0", bold: true, border: "top" },
  moneyTotal2: { format: "#,##0.00;-#,##0.00", bold: true, border: "top" },
  moneyTotal3: { format: "#,##0.000;-#,##0.000", bold: true, border: "top" },
  totalText: { bold: true, border: "top" },
  raw: { format: "#,##0.0000;-#,##0.0000", color: MUTED },
  factor: { format: "0.0000" },
  share: { format: "0.00%" },
  decimal: { format: "#,##0.00" },
  date: { format: "yyyy-mm-dd", align: "right" },
  inputNumber: { format: "General", color: "FF1D4ED8", fill: "FFFFFBEB" },
  inputShare: { format: "0.00%", color: "FF1D4ED8", fill: "FFFFFBEB" },
} as const satisfies Record<string, Look>;
const LOOK_NAMES = Object.keys(LOOKS);
const STYLES = LOOKS;

const DAYS_BEFORE_1970 = 25_569; // From 30 December 1899, where the days of a workbook begin.

/** An instant as a workbook counts it, in days; its time of day is UTC. */
export const workbookDate = (at: Date): number => at.getTime() / 86_400_000 + DAYS_BEFORE_1970;

/** The address of a cell, column and row counted from 0: (0, 0) is A1. */
export function address(column: number, row: number): string {
  return columnName(column) + String(row + 1);
}

/** A, B, ..., Z, AA, ... for 0, 1, ... */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}

/** An XLSX file of the sheets (ECMA-376, transitional). Equal input gives equal bytes. */
export function writeWorkbook(title: string, sheets: readonly Sheet[]): Uint8Array {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packageRelation = "http://schemas.openxmlformats.org/package/2006/relationships";
  const part = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return zip([
    {
      path: "[Content_Types].xml",
      text:
        `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${part}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${part}.styles+xml"/>` +
        `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
        sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${part}.worksheet+xml"/>`).join("") +
        `</Types>`,
    },
    {
      path: "_rels/.rels",
      text:
        `${head}<Relationships xmlns="${packageRelation}"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/>` +
        `<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    },
    {
      path: "docProps/core.xml",
      text:
        `${head}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
        `xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title><dc:creator>Slipstream</dc:creator></cp:coreProperties>`,
    },
    {
      path: "xl/workbook.xml",
      text:
        `${head}<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>` +
        sheets.map((sheet, i) => `<sheet name="${escapeXml(sheet.name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("") +
        `</sheets><definedNames>${printAreas(sheets)}</definedNames><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`,
    },
    {
      path: "xl/_rels/workbook.xml.rels",
      text:
        `${head}<Relationships xmlns="${packageRelation}">` +
        sheets
          .map((_, i) => `<Relationship Id="rId${i + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`)
          .join("") +
        `<Relationship Id="rId${sheets.length + 1}" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    },
    { path: "xl/styles.xml", text: head + stylesXml(main) },
    ...sheets.map((sheet, i) => ({ path: `xl/worksheets/sheet${i + 1}.xml`, text: head + sheetXml(sheet, main) })),
  ]);
}

function sheetXml(sheet: Sheet, main: string): string {
  const { rows, columns } = sheet.frozen;
  const pane =
    rows + columns === 0
      ? ""
      : `<pane${columns ? ` xSplit="${columns}"` : ""}${rows ? ` ySplit="${rows}"` : ""} topLeftCell="${address(columns, rows)}" ` +
        `activePane="${rows && columns ? "bottomRight" : rows ? "bottomLeft" : "topRight"}" state="frozen"/>`;
  const cells = sheet.rows
    .map((row, r) => {
      const written = row.map((cell, c) => (cell ? cellXml(cell, address(c, r)) : "")).join("");
      return written && `<row r="${r + 1}" ht="${rowHeight(row, sheet.widths)}" customHeight="1">${written}</row>`;
    })
    .join("");
  return (
    `<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView showGridLines="0" workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<cols>${sheet.widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join("")}</cols>` +
    `<sheetData>${cells}</sheetData><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
    `<pageSetup orientation="${sheet.landscape ? "landscape" : "portrait"}" fitToWidth="1" fitToHeight="0"/></worksheet>`
  );
}

/** Height in points: programs do not agree on finding it themselves, so wrapped texts would run into the next row. */
function rowHeight(row: readonly Cell[], widths: readonly number[]): number {
  const heights = row.map((cell, column) => {
    const look: Look = cell ? LOOKS[cell.style] : {};
    const lines = look.wrap && cell?.kind === "text" ? Math.ceil(cell.text.length / Math.max(1, (widths[column] ?? 10) - 1)) : 1;
    return lines * (look.size ?? 10) * 1.35 + 2;
  });
  return Math.round(Math.max(15, ...heights));
}

function printAreas(sheets: readonly Sheet[]): string {
  return sheets
    .map(({ name, printColumns, rows }, index) => {
      const columns = printColumns ?? Math.max(1, ...rows.map((row) => row.length));
      return `<definedName name="_xlnm.Print_Area" localSheetId="${index}">'${name}'!$A$1:$${columnName(columns - 1)}$${rows.length}</definedName>`;
    })
    .join("");
}

function cellXml(cell: NonNullable<Cell>, at: string): string {
  const style = LOOK_NAMES.indexOf(cell.style) + 1;
  if (cell.kind === "text") {
    // Every style exists twice; the second one carries the text mark.
    const marked = startsLikeFormula(cell.text) ? style + LOOK_NAMES.length : style;
    return `<c r="${at}" s="${marked}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.text)}</t></is></c>`;
  }
  if (cell.kind === "number") return `<c r="${at}" s="${style}"><v>${cell.value}</v></c>`;
  const formula = `<f>${escapeXml(cell.formula)}</f>`;
  if (cell.cached === null) return `<c r="${at}" s="${style}">${formula}</c>`;
  return typeof cell.cached === "string"
    ? `<c r="${at}" s="${style}" t="str">${formula}<v>${escapeXml(cell.cached)}</v></c>`
    : `<c r="${at}" s="${style}">${formula}<v>${cell.cached}</v></c>`;
}

/** Whether a spreadsheet may take a text for a formula (OWASP, CSV injection). */
export function startsLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}

function stylesXml(main: string): string {
  const looks: Look[] = Object.values(LOOKS);
  const formats = [...new Set(looks.flatMap((look) => look.format ?? []))];
  const fills = [...new Set(looks.flatMap((look) => look.fill ?? []))];
  const fonts = looks.map(
    (look) =>
      `<font>${look.bold ? "<b/>" : ""}<sz val="${look.size ?? 10}"/><color rgb="${look.color ?? "FF1B1F24"}"/><name val="Calibri"/><family val="2"/></font>`,
  );
  const line = '<color rgb="FFB8C4C2"/>';
  const borders = [
    "<border><left/><right/><top/><bottom/><diagonal/></border>",
    `<border><left/><right/><top style="thin">${line}</top><bottom/><diagonal/></border>`,
    `<border><left/><right/><top/><bottom style="thin">${line}</bottom><diagonal/></border>`,
  ];
  const xf = (look: Look, index: number, mark: boolean) => {
    const alignment = `<alignment vertical="top"${look.align ? ` horizontal="${look.align}"` : ""}${look.wrap ? ' wrapText="1"' : ""}${look.indent ? ' horizontal="left" indent="1"' : ""}/>`;
    return (
      `<xf numFmtId="${look.format ? 164 + formats.indexOf(look.format) : 0}" fontId="${index + 1}" fillId="${look.fill ? 2 + fills.indexOf(look.fill) : 0}" ` +
      `borderId="${look.border === "top" ? 1 : look.border === "bottom" ? 2 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" ` +
      `applyBorder="1" applyAlignment="1"${mark ? ' quotePrefix="1"' : ""}>${alignment}</xf>`
    );
  };
  const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>';
  const cellXfs = [plain, ...looks.map((look, i) => xf(look, i, false)), ...looks.map((look, i) => xf(look, i, true))];
  return (
    `<styleSheet xmlns="${main}">` +
    `<numFmts count="${formats.length}">${formats.map((format, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escapeXml(format)}"/>`).join("")}</numFmts>` +
    `<fonts count="${fonts.length + 1}"><font><sz val="10"/><name val="Calibri"/><family val="2"/></font>${fonts.join("")}</fonts>` +
    `<fills count="${fills.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
    `${fills.map((fill) => `<fill><patternFill patternType="solid"><fgColor rgb="${fill}"/></patternFill></fill>`).join("")}</fills>` +
    `<borders count="${borders.length}">${borders.join("")}</borders>` +
    `<cellStyleXfs count="1">${plain}</cellStyleXfs><cellXfs count="${cellXfs.length}">${cellXfs.join("")}</cellXfs>` +
    `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
  );
}

/** Escapes for XML and leaves out the control characters that XML 1.0 cannot hold. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/\p{Cc}|[\uFFFE\uFFFF]/gu, (control) => (control === "\t" || control === "\n" || control === "\r" ? control : ""))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
