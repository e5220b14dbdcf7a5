import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { formatCalendarDay, formatDay } from "#app/ui/format/format-date-time.ts";
import type { WorkspaceFormat } from "#app/ui/format/workspace-format.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { durationFigure, type AuditFrame } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { eventsHref, workflowHref } from "../audit-frame.ts";
import { aboutActivity, edgeWeight, mapInWords, roundedPath } from "./map-words.ts";
import { SaveMap } from "./save-map.tsx";
import type { WorkflowReport } from "./workflow-words.ts";

type Drawn = NonNullable<RouterOutputs["audit"]["map"]>["drawn"];
type Edge = Drawn["edges"][number];

/** day: of the audit, ISO; null: the newest. */
export type MapPlace = { by: "count" | "time"; path: number | null; all: boolean; day: string | null };

const COMMON_SHARE = 0.9;
const BETWEEN = "median from the end of one activity to the start of the next in its case, or to its end where no start is recorded";

type Props = {
  report: WorkflowReport;
  workflow: string;
  frame: AuditFrame;
  format: Pick<WorkspaceFormat, "locale" | "timeZone">;
  demo: boolean;
  place: MapPlace;
};

/** What follows what in a workflow, as a drawing whose activities are links, a sentence, and a table. */
export async function ProcessMapView({ report, workflow, frame, format, demo, place }: Props) {
  const { locale } = format;
  const found = await (await api()).audit.map({ workflow, auditId: frame.auditId, path: place.path, share: place.all ? 1 : COMMON_SHARE });
  if (!found)
    return (
      <EmptyState title="This audit has no map yet">
        It was made before maps were kept. Audit again under Audit, and it stands here.
      </EmptyState>
    );
  const { drawn, hidden } = found;
  const made = place.day === null ? formatDay(new Date(frame.computedAt), format) : formatCalendarDay(place.day, format);
  const about = `${demo ? "Demo data, " : ""}${place.day === null ? "audited" : "as of the end of"} ${made}`;
  const href = (change: Partial<MapPlace>) => mapHref(workflow, { ...place, ...change });
  return (
    <>
      <p className="mb-3 max-w-[74ch] text-pretty">{mapInWords(drawn, found.cases, locale)}</p>
      <div className="mb-4 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Choices
          label="Show on the arrows"
          choices={[
            { label: "How often", href: href({ by: "count" }), chosen: place.by === "count" },
            { label: "How long between", href: href({ by: "time" }), chosen: place.by === "time" },
          ]}
        />
        {place.path === null && (
          <Choices
            label="Arrows"
            choices={[
              { label: "Common", href: href({ all: false }), chosen: !place.all },
              { label: "All", href: href({ all: true }), chosen: place.all },
            ]}
          />
        )}
        <Choices
          label="Cases"
          choices={[
            { label: "All paths", href: href({ path: null }), chosen: place.path === null },
            ...report.variants.top.slice(0, OFFERED_PATHS).map((_, path) => ({
              label: `Path ${path + 1}`,
              href: href({ path }),
              chosen: place.path === path,
            })),
          ]}
        />
        <span className="ms-auto">
          <SaveMap drawn={drawn} title={`${workflowTitle(workflow)}: what follows what`} about={about} locale={locale} />
        </span>
      </div>
      <Drawing drawn={drawn} workflow={workflow} frame={frame} locale={locale} by={place.by} />
      <p className="mt-2 max-w-[74ch] text-sm text-pretty text-soft">
        {hidden.edges > 0 &&
          `${formatCount(hidden.edges, locale)} rare arrows are left out, ${formatCount(hidden.successions, locale)} successions in all; no activity is lost by it. `}
        {hidden.activities > 0 && `${formatCount(hidden.activities, locale)} rare activities are in the table of activities only. `}
        {place.path !== null && "The times are those of all cases: a path's own are not kept."}
      </p>
      <details className="mt-4">
        <summary className="min-h-6 cursor-pointer font-medium">The map as a table</summary>
        <div className="mt-3">
          <DataTable
            caption="What follows what"
            columns={columnsOf(workflow, frame, locale)}
            rows={[...drawn.edges].sort((a, b) => b.count - a.count)}
            rowKey={({ from, to }) => `${from} > ${to}`}
            empty={null}
            locale={locale}
          />
        </div>
      </details>
    </>
  );
}

const OFFERED_PATHS = 8;

export const mapHref = (workflow: string, { by, path, all, day }: MapPlace): string =>
  `${workflowHref(workflow, day)}&view=map${by === "time" ? "&by=time" : ""}${path === null ? "" : `&path=${path + 1}`}${all ? "&arrows=all" : ""}`;

function Choices({ label, choices }: { label: string; choices: readonly { label: string; href: string; chosen: boolean }[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className="font-medium">{label}</span>
      {choices.map((choice) => (
        <Link
          key={choice.label}
          href={choice.href}
          scroll={false}
          aria-current={choice.chosen ? "true" : undefined}
          className="inline-flex min-h-6 items-center aria-current:font-semibold aria-current:text-ink aria-current:no-underline"
        >
          {choice.label}
        </Link>
      ))}
    </nav>
  );
}

type Shown = { drawn: Drawn; workflow: string; frame: AuditFrame; locale: string; by: MapPlace["by"] };

function Drawing({ drawn, workflow, frame, locale, by }: Shown) {
  const most = Math.max(1, ...drawn.edges.map(({ count }) => count));
  return (
    <section
      aria-label="Process map"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, with the keyboard too
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-panel"
    >
      <div className="relative mx-auto" style={{ width: drawn.width, height: drawn.height }}>
        <svg width={drawn.width} height={drawn.height} className="absolute inset-0" aria-hidden="true">
          <defs>
            <marker
              id="map-arrow"
              viewBox="0 0 8 8"
              refX="7.5"
              refY="4"
              markerWidth="11"
              markerHeight="11"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8Z" className="fill-ink" />
            </marker>
          </defs>
          {drawn.edges.map((edge) => (
            <path
              key={`${edge.from} > ${edge.to}`}
              d={roundedPath(edge.points)}
              className="fill-none stroke-edge"
              strokeWidth={edgeWeight(edge.count, most)}
              markerEnd="url(#map-arrow)"
            />
          ))}
        </svg>
        <ol className="contents">
          {drawn.nodes.map((node) => (
            <li
              key={node.activity ?? node.end}
              className="absolute"
              style={{ left: node.x, top: node.y, width: node.width, height: node.height }}
            >
              {node.activity === null ? (
                <span className="grid h-full place-items-center rounded-full border border-line bg-fill text-sm text-soft">
                  {node.end === "begin" ? "begin" : "end"}
                </span>
              ) : (
                <Link
                  href={eventsHref(workflow, node.activity, frame.auditId)}
                  className="grid h-full content-center rounded-md border border-edge bg-paper px-3 text-center text-sm leading-tight text-ink no-underline hover:border-accent"
                >
                  <span className="truncate font-medium">{node.activity}</span>
                  <span className="text-xs text-soft tabular-nums">{formatCount(node.events, locale)} times</span>
                  <span className="sr-only">{aboutActivity(node.activity, drawn, locale)}</span>
                </Link>
              )}
            </li>
          ))}
        </ol>
        {drawn.edges.map(
          (edge) =>
            edge.label && (
              <span
                key={`${edge.from} > ${edge.to}`}
                className="absolute grid place-items-center text-xs tabular-nums"
                style={{ left: edge.label.x, top: edge.label.y, width: edge.label.width, height: edge.label.height }}
              >
                <span className="rounded-sm bg-panel px-1">
                  {by === "count" ? (
                    formatCount(edge.count, locale)
                  ) : edge.medianHours === null ? (
                    <span className="text-soft">{edge.from === null || edge.to === null ? "" : "not known"}</span>
                  ) : (
                    <FigureValue figure={betweenFigure(edge, edge.medianHours, workflow, frame)} />
                  )}
                </span>
              </span>
            ),
        )}
      </div>
    </section>
  );
}

const betweenFigure = ({ from, to, count }: Edge, hours: number, workflow: string, frame: AuditFrame) =>
  durationFigure(`Between ${from} and ${to}`, { hours, count, measured: BETWEEN }, { workflow, activity: to }, frame);

const columnsOf = (workflow: string, frame: AuditFrame, locale: string): Column<Edge>[] => [
  { key: "from", heading: "After", phone: "title", cell: ({ from, to }) => (from === null ? `begin → ${to}` : `${from} → ${to ?? "end"}`) },
  { key: "count", heading: "Times", kind: "number", cell: ({ count }) => formatCount(count, locale) },
  {
    key: "time",
    heading: "Half take less than",
    kind: "hours",
    cell: (edge) =>
      edge.medianHours === null ? (
        <span className="text-soft">no time between</span>
      ) : (
        <FigureValue figure={betweenFigure(edge, edge.medianHours, workflow, frame)} align="end" />
      ),
  },
];
