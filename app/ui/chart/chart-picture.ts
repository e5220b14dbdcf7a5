/** A chart as a picture of its own, that looks as on the page without the page's style sheets. */
export type ChartPicture = { svg: string; width: number; height: number };

const NS = "http://www.w3.org/2000/svg";
const HEAD_PX = 34; // Room for the title.
const LEGEND_PX = 26;
const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "text-anchor"] as const;
const TEXT_LOOKS = ["font-size", "font-weight"] as const;
// The page's typeface is not in the file: a reader without it sees the next one, which is as wide.
const FONT = "Inter, 'Inter Variable', Arial, sans-serif";
const PNG_SCALE = 2;

/**
 * The drawing as it stands on the page, with its title above and the names of its series below. Looks are written as attributes, so that
 * the file needs no style sheet, fetches nothing, and may be drawn on a canvas.
 */
export function chartPicture(
  drawn: SVGSVGElement,
  { title, series }: { title: string; series: readonly { name: string; colour: string }[] },
): ChartPicture {
  const { width, height: drawnHeight } = drawn.getBoundingClientRect();
  const legend = series.length > 1 ? LEGEND_PX : 0;
  const height = HEAD_PX + drawnHeight + legend;
  const page = getComputedStyle(document.body);
  const copy = drawn.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error("a copy of a drawing is a drawing");
  writeLooks(drawn, copy);
  const root = element("svg", { xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT });
  root.append(element("title", {}, title));
  root.append(element("rect", { width, height, fill: page.backgroundColor }));
  root.append(element("text", { x: 8, y: 22, "font-size": 15, "font-weight": 600, fill: page.color }, title));
  copy.setAttribute("y", String(HEAD_PX));
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(drawnHeight));
  root.append(copy);
  let x = 8;
  for (const { name, colour } of legend > 0 ? series : []) {
    const y = HEAD_PX + drawnHeight + 14;
    root.append(element("rect", { x, y: y - 6, width: 14, height: 6, fill: colour }));
    root.append(element("text", { x: x + 20, y, "font-size": 12, fill: page.color }, name));
    x += 36 + 7 * name.length;
  }
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}

/** The picture as PNG, twice as fine as on the page. @throws Error when the browser cannot draw it */
async function pngOf({ svg, width, height }: ChartPicture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * PNG_SCALE);
  canvas.height = Math.round(height * PNG_SCALE);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser could not draw the chart"))), "image/png");
  });
}

/** Hands a picture to the person as a file that is named after its title. */
export async function saveAsPicture(picture: ChartPicture, { title, kind }: { title: string; kind: "svg" | "png" }): Promise<void> {
  const blob = kind === "svg" ? new Blob([picture.svg], { type: "image/svg+xml" }) : await pngOf(picture);
  const name = title
    .replaceAll(/[^\p{L}\p{N} _-]+/gu, " ")
    .trim()
    .slice(0, 80);
  saveAs(blob, `${name || "chart"}.${kind}`);
}

/** Hands a file to the person, as a download. */
function saveAs(blob: Blob, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

function writeLooks(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const isText = from.tagName === "text" || from.tagName === "tspan";
  for (const name of isText ? [...LOOKS, ...TEXT_LOOKS] : LOOKS) to.setAttribute(name, style.getPropertyValue(name));
  to.removeAttribute("class");
  to.removeAttribute("style");
  for (let index = 0; index < from.children.length; index += 1) writeLooks(from.children[index]!, to.children[index]!);
}
