/** Lines for the person at the terminal, each with the seconds since the command was given. */
export type Progress = {
  say: (line: string) => void;
  /** Names a step that takes long: repeats its name with the time every fifteen seconds until it settles. */
  during: <T>(step: string, work: Promise<T>) => Promise<T>;
  seconds: () => number;
};

const BEAT_MS = 15_000;

/** @param beganAt epoch milliseconds at which the command was given */
export function createProgress(write: (line: string) => void, beganAt: number): Progress {
  const seconds = () => Math.max(0, performance.timeOrigin + performance.now() - beganAt) / 1000;
  const say = (line: string) => write(`${seconds().toFixed(1).padStart(7)} s  ${line}\n`);
  return {
    say,
    seconds,
    during: async (step, work) => {
      const beat = setInterval(() => say(`${step} ...`), BEAT_MS);
      try {
        return await work;
      } finally {
        clearInterval(beat);
      }
    },
  };
}
