"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

/** Says how often something is done that leaves no event. */
export function UntracedForm() {
  const router = useRouter();
  return (
    <Form
      id="untraced"
      clearAfter
      onSend={async (values) => {
        const text = (name: string) => textOf(values, name);
        const wrong = await send((client) =>
          client.samples.declareUntraced.mutate({
            workflow: text("untraced-workflow"),
            activity: text("untraced-activity"),
            timesAWeek: Number(text("timesAWeek")),
            note: text("untraced-note"),
          }),
        );
        if (!wrong) {
          showToast("It is noted. Time some items of it, and its hours stand here.");
          router.refresh();
        }
        return wrong;
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="untraced-workflow" label="Workflow" maxLength={200} hint="As returns, or one of your own." autoComplete="off" />
        <TextField name="untraced-activity" label="What is done" maxLength={200} hint="As call the carrier." autoComplete="off" />
        <TextField name="timesAWeek" label="Times a week, by all" type="number" min={0.1} max={100000} step="any" />
        <TextField name="untraced-note" label="How you know" optional maxLength={300} autoComplete="off" />
      </div>
      <div>
        <SubmitButton>Note this work</SubmitButton>
      </div>
    </Form>
  );
}
