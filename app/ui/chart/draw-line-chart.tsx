"use client";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatFigure } from "../format/format-figure.ts";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { AXIS, GRID, TOOLTIP } from "./chart-look.ts";
import { chartRows, SERIES_COLOURS, SERIES_DASHES, type ChartData } from "./chart-data.ts";

/** Lines over time; a value that is not known leaves a gap. */
export default function DrawLineChart({ data }: { data: ChartData }) {
  const { locale } = useWorkspaceFormat();
  const show = (value: unknown) => formatFigure(typeof value === "number" ? value : null, data.unit, { locale, precision: "short" });
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={chartRows(data)} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid {...GRID} vertical={false} />
        <XAxis {...AXIS} dataKey="label" minTickGap={24} />
        <YAxis {...AXIS} tickFormatter={show} width={56} tickCount={4} />
        <Tooltip {...TOOLTIP} formatter={show} />
        {data.series.map((name, index) => (
          <Line
            key={name}
            dataKey={`s${index}`}
            name={name}
            stroke={SERIES_COLOURS[index] ?? "var(--soft)"}
            strokeDasharray={SERIES_DASHES[index] ?? ""}
            strokeWidth={2}
            dot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
