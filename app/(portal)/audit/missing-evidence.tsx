import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import { NamelessTouches } from "../connections/nameless-touches.tsx";

/** What the connected systems do not tell, and what would bring it. Nothing where all is there. */
export async function MissingEvidence({ locale }: { locale: string }) {
  const missing = await (await api()).connections.missing({});
  if (missing.length === 0) return null;
  return (
    <section aria-label="Missing evidence" className="mt-6 max-w-[74ch] rounded-md bg-warn-soft px-4 py-3">
      <h2 className="mb-1 font-semibold">What the evidence lacks</h2>
      <ul className="list-disc space-y-1 pl-5 text-sm text-pretty">
        {missing.map(({ connectionId, name, scopes, people, nameless }) => (
          <li key={connectionId}>
            <Link href={`/connections/${connectionId}`}>{name}</Link>
            {": "}
            {nameless > 0 && <NamelessTouches nameless={nameless} people={people} locale={locale} />}{" "}
            {scopes.map(({ scope, brings, without }) => (
              <span key={scope}>
                The permission {scope} would bring {brings}; without it, {without}.{" "}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
