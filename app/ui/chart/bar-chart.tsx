"use client";
import dynamic from "next/dynamic";

/** Bars of a ChartData; the drawing library comes when it is needed. Put it inside a ChartFrame with the same data. */
export const BarChart = dynamic(() => import("./draw-bar-chart.tsx"), {
  ssr: false,
  loading: () => <div className="skeleton h-full w-full opacity-60" />,
});
