import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";

/** The playbook of the item's workflow and the stage its automation is in, or that no playbook knows the workflow. */
export async function PlaybookCard({ workflow, begun }: { workflow: string | null; begun: boolean }) {
  if (workflow === null) return null;
  const caller = await api();
  const [{ automations }, known] = await Promise.all([caller.automations.list({}), caller.automations.playbooks({})]);
  const playbook = known.find((one) => one.workflow === workflow);
  if (!playbook)
    return (
      <Card title="Playbook">
        <p className="text-sm text-pretty text-soft">
          None ships for this workflow yet: it is built outside of Slipstream. Its gate and its hours are watched here all the same.
        </p>
      </Card>
    );
  const automation = automations.find((one) => one.playbook === playbook.name && one.stage !== "retired");
  return (
    <Card title="Playbook">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        {automation ? (
          <Link href={`/automations/${automation.id}`} className="font-medium">
            {automation.name}
          </Link>
        ) : (
          <span className="font-medium">{playbook.title}</span>
        )}
        {automation && <Badge>{automation.stage}</Badge>}
      </p>
      <p className="mt-1 text-sm text-pretty text-soft">
        {automation
          ? "Its rules are shown on what people decided before they decide anything themselves."
          : begun
            ? "It is not started: somebody who manages automations starts it under Automations."
            : "Beginning the work starts it in stage back-test: its rules are replayed on what people decided, and change nothing."}
      </p>
    </Card>
  );
}
