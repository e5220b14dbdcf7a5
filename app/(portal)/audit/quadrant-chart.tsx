import { Link } from "#app/ui/link.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { niceTicks } from "#app/ui/figure/nice-ticks.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { workflowHref, type Snapshot } from "./audit-frame.ts";
import { placeLabels, type Mark } from "./place-labels.ts";

const WIDTH = 560;
const HEIGHT = 300;
const PLOT = { left: 46, top: 10, right: WIDTH - 10, bottom: HEIGHT - 34 };
const UNKNOWN_BAND = 96; // For workflows whose rules are not known: beside the axis, since their place on it is not known.
const LETTER = 6.9;
const [SMALLEST, LARGEST] = [6, 20];

/** Volume against rules-basedness as a picture: top right first. The table beside it says the same. */
export function QuadrantChart({ audit, locale }: { audit: Snapshot; locale: string }) {
  const { quadrants, workflows } = audit.report;
  const drag = new Map(workflows.map((row) => [row.workflow, row.drag.totalMinor.point]));
  const points = quadrants.flatMap((point) =>
    point.workflow === null || point.touchesPerWeek <= 0
      ? []
      : [{ ...point, workflow: point.workflow, drag: drag.get(point.workflow) ?? 0 }],
  );
  if (points.length === 0) return null;
  const unknown = points.filter(({ rulesBasedness }) => rulesBasedness === null);
  const left = PLOT.left + (unknown.length > 0 ? UNKNOWN_BAND : 0);
  const ticks = niceTicks(Math.max(...points.map(({ touchesPerWeek }) => touchesPerWeek)), 3);
  const top = ticks.at(-1) ?? 1;
  const mostDrag = Math.max(1, ...points.map((point) => point.drag));
  const xOf = (rules: number) => left + 14 + rules * (PLOT.right - left - 28);
  const yOf = (touches: number) => PLOT.bottom - (touches / top) * (PLOT.bottom - PLOT.top - LARGEST);
  const marks = points.map((point): Mark & { workflow: string } => ({
    key: point.workflow,
    workflow: point.workflow,
    x: point.rulesBasedness === null ? PLOT.left + UNKNOWN_BAND / 4 : xOf(Math.max(0, point.rulesBasedness)),
    y: yOf(point.touchesPerWeek),
    r: SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(point.drag / mostDrag),
    labelWidth: workflowTitle(point.workflow).length * LETTER,
  }));
  const labels = placeLabels(marks, PLOT);
  return (
    <section
      aria-label="Volume and rules, drawn"
      className="min-w-0 overflow-x-auto rounded-lg border border-line bg-panel px-4.5 py-4 max-sm:hidden"
    >
      <p className="mb-3 max-w-[60ch] text-sm text-pretty text-soft">{inWords(points)}</p>
      {/* On a phone the table below says it: a picture of this width would be seen in parts. */}
      <div className="relative" style={{ width: WIDTH, height: HEIGHT }}>
        <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="absolute inset-0">
          <g className="fill-soft text-xs">
            {ticks.map((tick) => (
              <g key={tick}>
                <line x1={PLOT.left} x2={PLOT.right} y1={yOf(tick)} y2={yOf(tick)} className="stroke-line" />
                <text x={PLOT.left - 6} y={yOf(tick) + 4} textAnchor="end">
                  {formatCount(tick, locale)}
                </text>
              </g>
            ))}
            {points.length > unknown.length &&
              [0, 0.5, 1].map((rules) => (
                <g key={rules}>
                  <line x1={xOf(rules)} x2={xOf(rules)} y1={PLOT.top} y2={PLOT.bottom} className="stroke-line" strokeDasharray="3 4" />
                  <text x={xOf(rules)} y={PLOT.bottom + 15} textAnchor="middle">
                    {rules}
                  </text>
                </g>
              ))}
            {unknown.length > 0 && (
              <>
                <rect
                  x={PLOT.left}
                  y={PLOT.top}
                  width={UNKNOWN_BAND - 10}
                  height={PLOT.bottom - PLOT.top}
                  className="fill-fill"
                  rx="6"
                  opacity="0.6"
                />
                <text x={PLOT.left + 2} y={PLOT.bottom + 15}>
                  rules unknown
                </text>
              </>
            )}
            <text x={PLOT.right} y={HEIGHT - 3} textAnchor="end">
              {points.length > unknown.length ? "rules-basedness, 1 is wholly by rule" : ""}
            </text>
            <text x={2} y={HEIGHT - 3}>
              touches a week
            </text>
          </g>
          {marks.map(({ key, x, y, r }) => (
            <circle key={key} cx={x} cy={y} r={r} className="fill-bar stroke-dot" strokeWidth="1.5" />
          ))}
        </svg>
        {labels.map(({ key, x, y, width, height }) => (
          <Link
            key={key}
            href={workflowHref(key, audit.asOf)}
            className="absolute text-xs font-medium whitespace-nowrap text-ink"
            style={{ left: x, top: y, width, height, lineHeight: `${height}px` }}
          >
            {workflowTitle(key)}
          </Link>
        ))}
      </div>
    </section>
  );
}

type Point = { workflow: string; touchesPerWeek: number; rulesBasedness: number | null; drag: number };

function inWords(points: readonly Point[]): string {
  const known = points.filter(({ rulesBasedness }) => rulesBasedness !== null);
  if (known.length === 0)
    return "Where the rules are not known yet a workflow stands in the band at the left, by its volume. The size is its drag.";
  const first = [...known].sort((a, b) => b.touchesPerWeek * (b.rulesBasedness ?? 0) - a.touchesPerWeek * (a.rulesBasedness ?? 0))[0]!;
  return `Top right first: ${workflowTitle(first.workflow)} has the most touches that follow a rule. The size is its drag.`;
}
