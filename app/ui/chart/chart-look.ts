/** The look of every chart, in the colours of the theme. */
export const AXIS = { tick: { fill: "var(--soft)", fontSize: 12 }, tickLine: false, axisLine: { stroke: "var(--line)" } } as const;

export const GRID = { stroke: "var(--line)", strokeDasharray: "2 4" } as const;

export const CURSOR = { fill: "var(--fill)" } as const;

export const TOOLTIP = {
  isAnimationActive: false,
  contentStyle: {
    background: "var(--raised)",
    border: "1px solid var(--line)",
    borderRadius: 8,
    boxShadow: "var(--shadow-float)",
    color: "var(--ink)",
    padding: "6px 10px",
  },
  itemStyle: { color: "var(--ink)", padding: 0 },
  labelStyle: { color: "var(--soft)" },
} as const;
