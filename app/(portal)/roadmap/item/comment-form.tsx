"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextArea } from "#app/ui/form/text-field.tsx";

/** Says something about an item. */
export function CommentForm({ itemId }: { itemId: string }) {
  const router = useRouter();
  return (
    <Form
      id="comment"
      className="mt-4"
      clearAfter
      onSend={async (values) => {
        const wrong = await send((client) => client.rollout.addComment.mutate({ itemId, text: textOf(values, "text") }));
        if (!wrong) router.refresh();
        return wrong;
      }}
    >
      <TextArea name="text" label="Comment" rows={3} maxLength={4000} />
      <div>
        <SubmitButton variant="secondary">Add the comment</SubmitButton>
      </div>
    </Form>
  );
}
