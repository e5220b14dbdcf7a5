import { BarChart } from "#app/ui/chart/bar-chart.tsx";
import type { ChartData } from "#app/ui/chart/chart-data.ts";
import { ChartFrame } from "#app/ui/chart/chart-frame.tsx";
import { LineChart } from "#app/ui/chart/line-chart.tsx";
import { sampleWorkflows } from "../sample-workflows.ts";
import { Part } from "../specimen.tsx";

const bars: ChartData = {
  pointsAre: "Workflow",
  series: ["Hours a week"],
  points: sampleWorkflows.slice(0, 5).map(({ name, hours }) => ({ label: name, values: [hours.point] })),
  unit: { kind: "hours" },
};

const lines: ChartData = {
  pointsAre: "Week",
  series: ["By hand", "Modelled without automation"],
  points: [
    ["31 Aug", 22, 22],
    ["7 Sep", 21.4, 22.1],
    ["14 Sep", 19, 22.4],
    ["21 Sep", null, 22.3],
    ["28 Sep", 14.2, 22.6],
    ["5 Oct", 11.1, 22.8],
    ["12 Oct", 9.6, 22.7],
  ].map(([label, ...values]) => ({ label: String(label), values: values.map((value) => (typeof value === "number" ? value : null)) })),
  unit: { kind: "hours" },
};

export function ChartsSection() {
  return (
    <Part id="charts" title="Charts">
      <div className="grid min-w-0 gap-5 lg:grid-cols-2">
        <ChartFrame
          title="Hours by workflow"
          summary="Order exceptions take 22 hours a week, a third of all. Top 5 of 6 workflows."
          data={bars}
        >
          <BarChart data={bars} />
        </ChartFrame>
        <ChartFrame
          title="Hours since the first step"
          summary="From 22 to 9.6 hours a week in six weeks; the week of 21 September is not known."
          data={lines}
          heightPx={212}
        >
          <LineChart data={lines} />
        </ChartFrame>
      </div>
    </Part>
  );
}
