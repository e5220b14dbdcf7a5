"use client";
import { Menu } from "#app/ui/menu.tsx";
import type { Drawn } from "./map-picture.ts";

/** The process map as a file. What makes the file comes when it is asked for. */
export function SaveMap({ drawn, title, about, locale }: { drawn: Drawn; title: string; about: string; locale: string }) {
  const save = async (kind: "svg" | "png") => {
    const [{ mapPicture }, { saveAsPicture }] = await Promise.all([import("./map-picture.ts"), import("#app/ui/chart/chart-picture.ts")]);
    await saveAsPicture(mapPicture(drawn, { title, about, locale }), { title, kind });
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
