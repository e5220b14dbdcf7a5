import { expect, test } from "vitest";
import { lazyParts, neededScripts } from "./read-chunks.ts";

test("a page needs the scripts of its tags and those its data names, each once; not those for old browsers", () => {
  const html = `
    <script src="/_next/static/chunks/a-1.js" async=""></script>
    <script src="/_next/static/chunks/polyfill.js" noModule=""></script>
    <script>self.__next_f.push([1,"1:I[72383,[\\"/_next/static/chunks/a-1.js\\",\\"/_next/static/chunks/b_2~x.js\\"],\\"default\\"]"])</script>
    <link rel="stylesheet" href="/_next/static/chunks/c.css">`;
  expect(neededScripts(html)).toEqual(["/_next/static/chunks/a-1.js", "/_next/static/chunks/b_2~x.js"]);
});

test("what import() loads comes as one part, without its style sheets", () => {
  const source = `s.v(t=>Promise.all(["static/chunks/x.js","static/chunks/y.js","static/chunks/y.css"].map(t=>s.l(t))));s.v(t=>Promise.all(["static/chunks/z.js"].map(t=>s.l(t))))`;
  expect(lazyParts(source)).toEqual([["/_next/static/chunks/x.js", "/_next/static/chunks/y.js"], ["/_next/static/chunks/z.js"]]);
});

test("a chunk without import() has no later parts", () => {
  expect(lazyParts('console.log(["static"],[1,2])')).toEqual([]);
});
