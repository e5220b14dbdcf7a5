import type { RouterOutputs } from "#app/trpc/types.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { counted, shareWords } from "../../automation-words.ts";
import { costFigure } from "../../cost-figure.ts";

type Change = RouterOutputs["automations"]["get"]["changes"][number];
type Setting = Change["settings"][number];
type Kind = "share" | "count" | "hours" | "money" | "word";

/** What each setting is called, in the words of the form that changes it. */
const SETTINGS: Readonly<Record<string, readonly [label: string, kind: Kind]>> = {
  "gates.approve.agreementLower": ["Gate to approve, agreement at its lower bound", "share"],
  "gates.approve.fewest": ["Gate to approve, answered decisions", "count"],
  "gates.approve.lossPerThousandMinor": ["Gate to approve, expected loss per 1,000", "money"],
  "gates.auto.agreementLower": ["Gate to auto, agreement at its lower bound", "share"],
  "gates.auto.fewest": ["Gate to auto, answered decisions", "count"],
  "gates.auto.lossPerThousandMinor": ["Gate to auto, expected loss per 1,000", "money"],
  "brake.records": ["Records an hour before a person has to say so", "count"],
  "brake.moneyMinor": ["Money at risk an hour before a person has to say so", "money"],
  "approval.hours": ["A proposal waits", "hours"],
  "approval.onTimeout": ["When nobody answers, it", "word"],
  holdOutShare: ["Cases left to people, to compare", "share"],
  "demotion.severeErrors": ["Severe errors until it goes back to shadow", "count"],
  "demotion.cusumLimit": ["Disagreements beyond the expected until it goes back to shadow", "count"],
  callsPerMinute: ["Calls a minute to the vendor", "count"],
};
const WORDS: Readonly<Record<string, string>> = { lapse: "lapses", act: "is done" };

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

const WHAT = { pause: "Stopped", resume: "Let go on", settings: "Gates and limits changed" } as const;

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
      plain(is, kind)
    );
  return (
    <>
      {label}: {value(from)} before, now {value(to)}.
    </>
  );
}

function plain(value: number | string, kind: Kind): string {
  if (typeof value === "string") return WORDS[value] ?? value;
  if (kind === "share") return shareWords(value);
  return kind === "hours" ? `${value} hours` : counted(value);
}
