import { CHECKS, examine, findRunning } from "./doctor-checks.ts";
import { reportError } from "./report-error.ts";
import { readStartSettings } from "./start-settings.ts";

try {
  const settings = readStartSettings(process.env, process.argv.slice(2));
  const running = await findRunning(settings);
  let troubles = 0;
  for (const check of CHECKS) {
    const { what, mend } = await examine(check, settings, running);
    process.stdout.write(`${mend ? "✗" : "✓"} ${check.name.padEnd(18)} ${what}\n`);
    if (mend) process.stdout.write(`  ${" ".repeat(18)} → ${mend}\n`);
    troubles += mend ? 1 : 0;
  }
  process.stdout.write(troubles === 0 ? "\nAll in order.\n" : `\n${troubles} to mend.\n`);
  process.exitCode = troubles === 0 ? 0 : 1;
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
