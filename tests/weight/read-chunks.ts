/**
 * Script that a page needs before it can be used: what its HTML loads, and what the data in it names as code of its components.
 * Scripts for browsers without modules are left out: no browser that can run the portal loads them.
 *
 * @returns paths from the root of the server, each once, in the order of the page
 */
export function neededScripts(html: string): string[] {
  const old = new Set(
    [...html.matchAll(/<script\b[^>]*>/gi)].filter(([tag]) => /\bnomodule\b/i.test(tag)).flatMap(([tag]) => chunksIn(tag)),
  );
  return [...new Set(chunksIn(html))].filter((path) => !old.has(path));
}

/**
 * Parts that a script loads later, as import() makes them: each is the list of files that come together.
 *
 * @param source a built chunk; the lists stand in it as ["static/chunks/a.js","static/chunks/b.js"]
 */
export function lazyParts(source: string): string[][] {
  return [...source.matchAll(/\[((?:"static\/[^"]+"(?:,\s*)?)+)\]/g)].map(([list]) => chunksIn(list)).filter((part) => part.length > 0);
}

function chunksIn(text: string): string[] {
  return [...text.matchAll(/static\/(?:[\w~.-]+\/)*[\w~.-]+\.js\b/g)].map(([path]) => `/_next/${path}`);
}
