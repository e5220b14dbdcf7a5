/** What an upload may be. */
export const LOG_FORMATS = ["csv", "xes", "ocel-json", "ocel-xml"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export const FORMAT_NAME: Readonly<Record<LogFormat, string>> = {
  csv: "CSV",
  xes: "XES",
  "ocel-json": "OCEL 2.0 JSON",
  "ocel-xml": "OCEL 2.0 XML",
};

/** An upload as its reader has to know it. `lifecycle`: XES events are steps of activities. */
export type LogFile = { format: LogFormat; delimiter: string; header: readonly string[]; lifecycle: boolean };
