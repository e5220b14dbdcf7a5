"use client";
import { Menu } from "#app/ui/menu.tsx";
import type { RouterInputs } from "#app/trpc/types.ts";
import { useAction } from "../../settings/use-action.ts";

type Kind = NonNullable<RouterInputs["actors"]["say"]["kind"]>;
type Said = { kind: Kind; reason: string } | null;

const CHOICES: readonly { kind: Kind; label: string }[] = [
  { kind: "person", label: "One of our people" },
  { kind: "app", label: "An app or integration" },
  { kind: "rule", label: "A rule of the system itself" },
  { kind: "supplier", label: "A partner, as a 3PL" },
  { kind: "customer", label: "A customer" },
  { kind: "unknown", label: "Cannot be told" },
];

/** Says what an account is. It goes before what was found, and can be taken back. */
export function AccountMenu({ account, said }: { account: string; said: Said }) {
  const { run } = useAction();
  const undo = (client: Parameters<Parameters<typeof run>[0]>[0]) =>
    client.actors.say.mutate({ account, kind: said?.kind ?? null, reason: said?.reason ?? "" });
  return (
    <Menu
      label={`What ${account} is`}
      face={undefined}
      size="small"
      items={[
        ...CHOICES.filter(({ kind }) => kind !== said?.kind).map(({ kind, label }) => ({
          label,
          onSelect: () =>
            void run(
              (client) => client.actors.say.mutate({ account, kind, reason: "" }),
              `${account} counts as: ${label}. The audit runs again.`,
              {
                undo,
              },
            ),
        })),
        ...(said
          ? [
              { divider: true } as const,
              {
                label: "As the evidence says",
                onSelect: () =>
                  void run(
                    (client) => client.actors.say.mutate({ account, kind: null, reason: "" }),
                    `${account} counts as the evidence says.`,
                    {
                      undo,
                    },
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}
