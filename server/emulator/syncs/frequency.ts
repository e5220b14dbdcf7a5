const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  week: 604_800,
};

/** "every 5 minutes", "30m", "every hour", "every half hour" in milliseconds; null for what is no frequency. */
export function frequencyMs(text: string): number | null {
  const match = /^(?:every\s+)?(half\s+|\d+\s*)?([a-z]+)$/.exec(text.trim().toLowerCase());
  const unit = match?.[2] ?? "";
  const seconds = SECONDS[unit] ?? SECONDS[unit.replace(/s$/, "")];
  if (!match || seconds === undefined) return null;
  const times = match[1] === undefined ? 1 : match[1].startsWith("half") ? 0.5 : Number(match[1]);
  return times * seconds * 1000;
}
