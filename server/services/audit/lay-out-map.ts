import type { ElkExtendedEdge, ElkNode, ElkPoint } from "elkjs";
import type { MapEdge, ProcessMap } from "#server/domain/mining/directly-follows.ts";

/** Where everything of a map is drawn, in CSS pixels from the top left corner. */
export type DrawnMap = {
  width: number;
  height: number;
  /** activity null: begin or end of a case. */
  nodes: { activity: string | null; end: "begin" | "end" | null; events: number; x: number; y: number; width: number; height: number }[];
  edges: (MapEdge & { points: { x: number; y: number }[]; label: { x: number; y: number; width: number; height: number } | null })[];
};

const NODE_HEIGHT = 48;
const LETTER_WIDTH = 7.6; // Inter at 14 px, medium weight, its wider letters.
const SHOWN_LETTERS = 26;
const LABEL = { width: 76, height: 26 };
const END = { width: 64, height: 28 };

const nodeWidth = (activity: string) => Math.round(Math.max(116, 28 + LETTER_WIDTH * Math.min(activity.length, SHOWN_LETTERS)));
const idOf = (activity: string | null, end: "begin" | "end") => (activity === null ? `(${end})` : `a ${activity}`);

/**
 * Places the activities of a process map in layers from top to bottom, so that no edge or label lies over a mark. It runs here and not in the
 * browser because the library takes 353 kB of compressed script, and a finished map needs none.
 */
export async function layOutMap(map: ProcessMap): Promise<DrawnMap> {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  const events = new Map(map.activities.map(({ activity, events: n }) => [activity, n]));
  const graph: ElkNode = {
    id: "map",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "DOWN",
      // Half of the time of the usual 7, and the same picture for maps of this size.
      "elk.layered.thoroughness": "2",
      "elk.edgeRouting": "ORTHOGONAL",
      "elk.layered.spacing.nodeNodeBetweenLayers": "26",
      "elk.layered.spacing.edgeNodeBetweenLayers": "14",
      "elk.spacing.nodeNode": "28",
      "elk.spacing.edgeNode": "16",
      "elk.spacing.edgeEdge": "14",
      "elk.spacing.nodeSelfLoop": "18",
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.padding": "[top=8,left=8,bottom=8,right=8]",
    },
    children: [
      { id: idOf(null, "begin"), ...END, layoutOptions: { "elk.layered.layering.layerConstraint": "FIRST_SEPARATE" } },
      ...map.activities.map(({ activity }) => ({ id: idOf(activity, "begin"), width: nodeWidth(activity), height: NODE_HEIGHT })),
      { id: idOf(null, "end"), ...END, layoutOptions: { "elk.layered.layering.layerConstraint": "LAST_SEPARATE" } },
    ],
    edges: map.edges.map((edge, number): ElkExtendedEdge => ({
      id: `${number}`,
      sources: [idOf(edge.from, "begin")],
      targets: [idOf(edge.to, "end")],
      labels: [{ id: `label ${number}`, text: "label", ...LABEL, layoutOptions: { "elk.edgeLabels.inline": "true" } }],
    })),
  };
  const laid = await new Elk().layout(graph);
  const names = new Map(map.activities.map(({ activity }) => [idOf(activity, "begin"), activity]));
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    nodes: (laid.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => {
      const activity = names.get(id) ?? null;
      const end = activity !== null ? null : id === idOf(null, "begin") ? "begin" : "end";
      return { activity, end, events: activity === null ? map.cases : (events.get(activity) ?? 0), x, y, width, height };
    }),
    edges: (laid.edges ?? []).map(({ id, sections = [], labels = [] }) => {
      const label = labels[0];
      return {
        ...map.edges[Number(id)]!,
        points: sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint].map(pointOf)),
        label: label === undefined ? null : { x: label.x ?? 0, y: label.y ?? 0, ...LABEL },
      };
    }),
  };
}

const pointOf = ({ x, y }: ElkPoint) => ({ x, y });
