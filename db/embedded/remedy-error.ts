/** An error a person at the terminal can mend: `message` says what happened and what is safe, `remedy` what to do. */
export class RemedyError extends Error {
  readonly remedy: string;
  /** Last lines of the log of the process that failed; [] when there is none. */
  readonly logLines: readonly string[];

  constructor(message: string, { remedy, logLines = [], cause }: { remedy: string; logLines?: readonly string[]; cause?: unknown }) {
    super(message, { cause });
    this.name = "RemedyError";
    this.remedy = remedy;
    this.logLines = logLines;
  }
}
