"use client";
import type { RefObject } from "react";
import { Menu } from "../menu.tsx";
import { SERIES_COLOURS } from "./chart-data.ts";

type SaveChartProps = { title: string; series: readonly string[]; drawing: RefObject<HTMLElement | null> };

/** The drawn chart as a file. What makes the file comes when it is asked for. */
export function SaveChart({ title, series, drawing }: SaveChartProps) {
  const save = async (kind: "svg" | "png") => {
    const svg = drawing.current?.querySelector("svg");
    if (!svg) return;
    const { chartPicture, saveAsPicture } = await import("./chart-picture.ts");
    const style = getComputedStyle(svg);
    const named = series.map((name, index) => {
      const colour = SERIES_COLOURS[index] ?? "currentColor";
      const variable = /var\((--[\w-]+)\)/.exec(colour)?.[1];
      return { name, colour: variable === undefined ? colour : style.getPropertyValue(variable).trim() };
    });
    await saveAsPicture(chartPicture(svg, { title, series: named }), { title, kind });
  };
  return (
    <Menu
      label="Picture"
      variant="quiet"
      size="small"
      items={[
        { label: "As PNG", onSelect: () => void save("png") },
        { label: "As SVG", onSelect: () => void save("svg") },
      ]}
    />
  );
}
