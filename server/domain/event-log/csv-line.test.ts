import { describe, expect, test } from "vitest";
import { csvLine } from "./csv-line.ts";

describe("csvLine", () => {
  test("quotes what would break the line", () => {
    expect(csvLine(["a", 'say "hi"', "x,y", "two\nlines", ""])).toBe('a,"say ""hi""","x,y","two\nlines",\r\n');
  });

  test("a cell that a spreadsheet would run is made text", () => {
    expect(csvLine(["=cmd|'/c calc'!A1", "@SUM(A1)", "+49 30", "-x", "\tq"])).toBe("'=cmd|'/c calc'!A1,'@SUM(A1),'+49 30,'-x,'\tq\r\n");
  });

  test("plain numbers stay numbers", () => {
    expect(csvLine(["-12.50", "+7", "-3,5"])).toBe('-12.50,+7,"-3,5"\r\n');
  });
});
