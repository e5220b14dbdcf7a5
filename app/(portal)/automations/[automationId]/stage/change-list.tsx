import type { RouterOutputs } from "#app/trpc/types.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { costFigure } from "../../cost-figure.ts";
import { SETTINGS, settingWords } from "../../setting-words.ts";

type Change = RouterOutputs["automations"]["get"]["changes"][number];
type Setting = Change["settings"][number];
/** Every change of an automation's stage, gates and limits, with who and why. */
export function ChangeList({ changes, currency }: { changes: readonly Change[]; currency: string }) {
  if (changes.length === 0) return <p className="text-soft">None yet.</p>;
  return (
    <ol aria-label="Changes of stage, gates and limits" className="divide-y divide-line rounded-lg border border-line bg-panel">
      {changes.map((change) => (
        <li key={change.id} className="px-4.5 py-2.5">
          <span className="font-medium">{titleOf(change)}</span>
          <span className="text-soft">
            , <DateTime at={change.at} full />, {change.by}, version {change.version}
          </span>
          {change.settings.length > 0 && (
            <ul className="list-disc ps-5">
              {change.settings.map((setting) => (
                <li key={setting.setting}>
                  <SettingWords setting={setting} currency={currency} asOf={change.at} />
                </li>
              ))}
            </ul>
          )}
          <p className="text-pretty">{change.reason}</p>
        </li>
      ))}
    </ol>
  );
}

const WHAT = {
  pause: "Stopped",
  resume: "Let go on",
  settings: "Gates and limits changed",
  "stop all": "Stopped, with all automations",
  "resume all": "Let go on, with all automations",
} as const;

function titleOf({ what, from, to }: Change): string {
  if (what !== "stage") return WHAT[what];
  return from === to ? `Begun as ${to}` : `From ${from} to ${to}`;
}

function SettingWords({ setting: { setting, from, to }, currency, asOf }: { setting: Setting; currency: string; asOf: Date }) {
  const [label, kind] = SETTINGS[setting] ?? [setting, "word"];
  const value = (is: number | string) =>
    kind === "money" && typeof is === "number" ? (
      <FigureValue
        figure={costFigure(label, is, currency, {
          formula: "as set for this automation",
          note: "settings of the automation",
          evidence: "assumed",
          asOf,
        })}
      />
    ) : (
      settingWords(is, kind)
    );
  return (
    <>
      {label}: {value(from)} before, now {value(to)}.
    </>
  );
}
