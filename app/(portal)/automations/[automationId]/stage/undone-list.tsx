import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { LaterChange } from "../../later-change.tsx";

/** What was taken back, by version, and what was to be and stands. */
export function UndoneList({ undone: { versions, left } }: { undone: RouterOutputs["automations"]["undone"] }) {
  if (versions.length === 0) return null;
  const all = versions.reduce((sum, version) => sum + version.left, 0);
  return (
    <section aria-label="Taken back so far" className="mt-5">
      <h3 className="mb-2 font-semibold">Taken back so far</h3>
      <ul className="list-disc space-y-1 ps-5">
        {versions.map(({ version, undone, waiting, left: stand }) => (
          <li key={version}>
            Version {version}: {undone} taken back
            {waiting > 0 && `, ${waiting} under way`}
            {stand > 0 && `, ${stand} left as ${stand === 1 ? "it is" : "they are"}`}.
          </li>
        ))}
      </ul>
      {left.length > 0 && (
        <>
          <h3 className="mt-4 mb-2 font-semibold">Left as they are</h3>
          <ul aria-label="Left as they are" className="divide-y divide-line rounded-lg border border-line bg-panel">
            {left.map(({ effectId, decisionId, caseName, title, version, problem, later }) => (
              <li key={effectId} className="px-4.5 py-2.5">
                <Link
                  href={`/automations/decision/${decisionId}`}
                  className="inline-block min-h-6 text-accent underline underline-offset-2"
                >
                  {title}: {caseName}
                </Link>
                <span className="text-soft">, version {version}</span>
                <p className="text-pretty">{problem}</p>
                {later !== null && <LaterChange later={later} />}
              </li>
            ))}
          </ul>
          {all > left.length && (
            <p className="mt-2 text-soft">
              These are the latest {left.length} of {all}.
            </p>
          )}
        </>
      )}
    </section>
  );
}
