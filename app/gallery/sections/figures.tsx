import { Badge } from "#app/ui/badge.tsx";
import { Button } from "#app/ui/button.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { Headline, HeadlineFigure } from "#app/ui/figure/headline.tsx";
import { Hours } from "#app/ui/figure/hours.tsx";
import { IntervalAxis, IntervalBar } from "#app/ui/figure/interval-bar.tsx";
import { Money } from "#app/ui/figure/money.tsx";
import { niceTicks } from "#app/ui/figure/nice-ticks.ts";
import { RangeFigure } from "#app/ui/figure/range-figure.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { Tooltip } from "#app/ui/tooltip.tsx";
import { sampleProvenance } from "../sample-workflows.ts";
import { Specimen } from "../specimen.tsx";

const money = { currency: "USD", provenance: sampleProvenance } as const;
const hours = { low: 61, point: 73, high: 88 };

/** The first screen's order: headline, how it is known, one next step. */
export function FiguresSection() {
  return (
    <div>
      <Headline
        detail={
          <>
            That is{" "}
            <Money
              label="Drag a year"
              amountMinor={13_300_000}
              range={{ low: 11_100_000, point: 13_300_000, high: 16_000_000 }}
              lead="range"
              precision="whole"
              inWords
              {...money}
            />{" "}
            a year at your loaded rates. 78 % of the hours rest on timed samples, 22 % on bounds from timestamps; 3 % of events have no
            known actor. Nothing here was typed in.
          </>
        }
      >
        Your team spends{" "}
        <HeadlineFigure>
          <RangeFigure
            label="Hours a week by hand"
            range={hours}
            unit={{ kind: "hours" }}
            provenance={sampleProvenance}
            inWords
            suffix="a week"
          />
        </HeadlineFigure>{" "}
        by hand in six workflows.
      </Headline>
      <NextStep action={<Button variant="primary">Run the back-test</Button>}>
        order exceptions come first: most hours, and a five-row table already predicts 94 % of what your team decides. Back-test it on your
        last 90 days.
      </NextStep>
      <div className="grid gap-8">
        <StatRow>
          <Stat label="Drag a year" note="six workflows">
            <Money
              label="Drag a year"
              amountMinor={13_300_000}
              range={{ low: 11_100_000, point: 13_300_000, high: 16_000_000 }}
              {...money}
            />
          </Stat>
          <Stat label="Hours a week by hand" note="people, not bots">
            <Hours label="Hours a week by hand" hours={73} range={hours} provenance={sampleProvenance} />
          </Stat>
          <Stat label="Payback of the next step" note="not computed before the first back-test">
            <Money label="Payback" amountMinor={null} {...money} />
          </Stat>
          <Stat label="Saved so far" note="30 days, exact">
            <Money label="Saved so far" amountMinor={412_345} precision="exact" {...money} />
          </Stat>
        </StatRow>
        <Specimen name="Classes of evidence">
          <p className="flex flex-wrap gap-2">
            <EvidenceBadge evidence="recorded" />
            <EvidenceBadge evidence="timed" note="34 samples" />
            <EvidenceBadge evidence="bounds" />
            <EvidenceBadge evidence="assumed" />
            <EvidenceBadge evidence="benchmark" note="2024" />
          </p>
        </Specimen>
        <Specimen name="Badges">
          <p className="flex flex-wrap gap-2">
            <Badge>draft</Badge>
            <Badge tone="good">running</Badge>
            <Badge tone="warn">needs approval</Badge>
            <Badge tone="danger">failed</Badge>
          </p>
        </Specimen>
        <Specimen name="A figure with its badge, a range that leads, other currencies, a value that is not known">
          <div className="flex flex-wrap items-baseline gap-x-8 gap-y-3">
            <Money
              label="Drag a year"
              amountMinor={4_004_000}
              range={{ low: 3_458_000, point: 4_004_000, high: 4_732_000 }}
              badge
              badgeNote="34 samples"
              {...money}
            />
            <RangeFigure
              label="Hours a week"
              range={{ low: 19, point: 22, high: 26 }}
              unit={{ kind: "hours" }}
              provenance={sampleProvenance}
              suffix="a week"
              badge
            />
            <Money label="Cost a case" amountMinor={1250} currency="JPY" provenance={sampleProvenance} />
            <Money label="Cost a case" amountMinor={1250} currency="KWD" precision="exact" provenance={sampleProvenance} />
            <Hours label="Hours a week" hours={null} provenance={sampleProvenance} />
          </div>
        </Specimen>
        <Specimen name="Ranges on one axis">
          <div className="grid max-w-130 grid-cols-[5.5rem_1fr] items-center gap-x-3">
            <span />
            <IntervalAxis ticks={niceTicks(26).map((hours) => ({ at: hours, label: `${hours} h` }))} />
            {[
              { low: 19, point: 22, high: 26, faint: false },
              { low: 8, point: 9.9, high: 12, faint: false },
              { low: 0.4, point: 0.5, high: 0.6, faint: false },
              { low: 4, point: 9, high: 16, faint: true },
            ].map(({ faint, ...range }) => (
              <div key={range.low} className="contents">
                <span className="text-end text-sm text-soft tabular-nums">
                  {range.low}&ndash;{range.high} h
                </span>
                <IntervalBar
                  range={range}
                  axisMax={30}
                  faint={faint}
                  description={`${range.low} to ${range.high} hours, best estimate ${range.point}`}
                />
              </div>
            ))}
          </div>
        </Specimen>
        <Specimen name="Times (the absolute one on hover), and a term that explains itself">
          <p className="flex flex-wrap gap-x-6 gap-y-2">
            <DateTime at="2026-11-22T06:00:00Z" />
            <DateTime at="2026-11-22T06:00:00Z" full />
            <DateTime at="2026-11-22T06:00:00Z" now="2026-11-22T06:12:00Z" />
            <Tooltip text="An event done by a person, as told by the vendor's own audit fields.">Touches</Tooltip>
          </p>
        </Specimen>
      </div>
    </div>
  );
}
