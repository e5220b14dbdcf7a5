import { Fragment } from "react";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import type { Figure } from "#server/domain/provenance.ts";

/** What a total of hours counts although it has no place in the ranking: said beside the total, whose range it may make wide. Nothing where all is ranked. */
export function UnrankedInTotal({ rows }: { rows: readonly { title: string; rank: number | null; hours: Figure }[] }) {
  const unranked = rows.filter(({ rank, hours }) => rank === null && (hours.range?.high ?? hours.value ?? 0) > 0);
  if (unranked.length === 0) return null;
  return (
    <>
      {" "}
      This total counts what is not ranked, too:{" "}
      {unranked.map(({ title, hours }, at) => (
        <Fragment key={title}>
          {at > 0 && ", "}
          {title} with <FigureValue figure={hours} lead="range" suffix="a week" />
        </Fragment>
      ))}
      .
    </>
  );
}
