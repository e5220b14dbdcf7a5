"use client";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatFigure } from "../format/format-figure.ts";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { AXIS, CURSOR, GRID, TOOLTIP } from "./chart-look.ts";
import { chartRows, SERIES_COLOURS, type ChartData } from "./chart-data.ts";

/** Lying bars, label before each, in the order given. */
export default function DrawBarChart({ data, labelWidthPx = 132 }: { data: ChartData; labelWidthPx?: number }) {
  const { locale } = useWorkspaceFormat();
  const show = (value: unknown) => formatFigure(typeof value === "number" ? value : null, data.unit, { locale, precision: "short" });
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        layout="vertical"
        data={chartRows(data)}
        margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
        barCategoryGap="28%"
        accessibilityLayer={false}
      >
        <CartesianGrid {...GRID} horizontal={false} />
        <XAxis {...AXIS} type="number" tickFormatter={show} tickCount={4} />
        <YAxis {...AXIS} type="category" dataKey="label" width={labelWidthPx} interval={0} />
        <Tooltip {...TOOLTIP} cursor={CURSOR} formatter={show} />
        {data.series.map((name, index) => (
          <Bar
            key={name}
            dataKey={`s${index}`}
            name={name}
            fill={SERIES_COLOURS[index] ?? "var(--soft)"}
            radius={[0, 4, 4, 0]}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
