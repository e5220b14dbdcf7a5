"use client";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { useAction } from "../../settings/use-action.ts";

/** Who owns an item; chosen, it is so at once, and they are told. */
export function OwnerField({
  itemId,
  ownerUserId,
  people,
}: {
  itemId: string;
  ownerUserId: string | null;
  people: readonly { userId: string; name: string; mayWork: boolean }[];
}) {
  const { run } = useAction();
  return (
    <SelectField
      name="owner"
      label="Owner"
      labelHidden
      optional
      prompt="No owner"
      defaultValue={ownerUserId ?? ""}
      options={people
        .filter(({ userId, mayWork }) => mayWork || userId === ownerUserId)
        .map(({ userId, name }) => ({ value: userId, label: name }))}
      onChange={(event) => {
        const userId = event.currentTarget.value || null;
        void run(
          (client) => client.rollout.setOwner.mutate({ itemId, userId }),
          userId === null ? "It has no owner now." : "The owner is named.",
        );
      }}
    />
  );
}
