import { countOf, formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-date-time.ts";

/** How far a job has come; what is counted is `one` or `many` ("row", "rows"). */
export type Progress = {
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  done: number;
  /** null while nobody knows yet. */
  total: number | null;
  /** Of the running time so far; 0 before the start. */
  elapsedSeconds: number;
  one?: string;
  many?: string;
};

/** Below this many seconds a rate says more of the start than of the work. */
const RATE_AFTER_SECONDS = 2;

/** Share done (null when unknown) and one line of text: "12,400 of 40,000 rows, 3,100 a second, 9 s left". */
export function describeProgress(
  { state, done, total, elapsedSeconds, one = "row", many = "rows" }: Progress,
  locale: string,
): { share: number | null; text: string } {
  const counted = countOf(done, one, many, locale);
  const ofTotal = total === null ? counted : `${formatCount(done, locale)} of ${countOf(total, one, many, locale)}`;
  const share = total === null ? null : total === 0 ? 1 : Math.min(1, done / total);
  switch (state) {
    case "waiting":
      return { share: 0, text: "Waiting for its turn" };
    case "done":
      return { share: 1, text: `${counted} in ${formatDuration(elapsedSeconds)}` };
    case "failed":
      return { share: share ?? 0, text: `Stopped after ${ofTotal}` };
    case "cancelled":
      return { share: share ?? 0, text: `Cancelled after ${ofTotal}; what was done is kept` };
    case "running":
      break;
  }
  if (elapsedSeconds < RATE_AFTER_SECONDS || done === 0) return { share, text: ofTotal };
  const perSecond = done / elapsedSeconds;
  const rate =
    perSecond >= 1
      ? `${formatCount(Math.round(perSecond), locale)} a second`
      : `${formatCount(Math.round(perSecond * 60), locale)} a minute`;
  const left = total === null ? "" : `, ${formatDuration((total - done) / perSecond)} left`;
  return { share, text: `${ofTotal}, ${rate}${left}` };
}
