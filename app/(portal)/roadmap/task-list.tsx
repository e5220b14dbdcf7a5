"use client";
import { Link } from "#app/ui/link.tsx";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { useAction } from "../settings/use-action.ts";
import { itemHref, type PlanData } from "./plan-data.ts";

type TaskListProps = {
  tasks: PlanData["tasks"];
  people: readonly { userId: string; name: string; mayWork: boolean }[];
  ownUserId: string;
  /** Whether all tasks may be changed; otherwise only one's own. */
  mayChangeAll: boolean;
  /** The item that new tasks belong to; null where none are added. */
  addTo: string | null;
  emptyText: string;
  /** Titles of items, where tasks of several stand together. */
  itemTitles?: Readonly<Record<string, string>>;
};

/** Tasks with their due date and who does them; done by a tick. */
export function TaskList({ tasks, people, ownUserId, mayChangeAll, addTo, emptyText, itemTitles }: TaskListProps) {
  const { run, pending } = useAction();
  return (
    <>
      {tasks.length === 0 && <p className="text-soft">{emptyText}</p>}
      <ul className="grid gap-2">
        {tasks.map(({ id, title, itemId, dueOn, doneAt, assigneeUserId }) => {
          const mayChange = mayChangeAll || assigneeUserId === ownUserId;
          const done = doneAt !== null;
          return (
            <li key={id} className="flex items-start gap-2.5">
              <input
                type="checkbox"
                id={`task-${id}`}
                className="mt-0.5 size-6 shrink-0 rounded-sm accent-accent"
                checked={done}
                disabled={!mayChange || pending}
                onChange={() =>
                  void run(
                    (client) => client.rollout.setTaskDone.mutate({ taskId: id, done: !done }),
                    done ? "The task is open again." : "The task is done.",
                  )
                }
              />
              <div className="min-w-0 flex-1">
                <label htmlFor={`task-${id}`} className={done ? "text-soft line-through" : undefined}>
                  {title}
                </label>
                <p className="text-sm text-soft">
                  {people.find(({ userId }) => userId === assigneeUserId)?.name ?? "nobody yet"}
                  {dueOn && (
                    <>
                      , due <DateTime at={dueOn} />
                    </>
                  )}
                  {itemTitles && (
                    <>
                      , <Link href={itemHref(itemId)}>{itemTitles[itemId] ?? itemId}</Link>
                    </>
                  )}
                </p>
              </div>
              {mayChange && addTo !== null && (
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={`Remove the task: ${title}`}
                  pending={pending}
                  onClick={() =>
                    void run((client) => client.rollout.removeTask.mutate({ taskId: id }), "The task is removed.", {
                      undo: (client) => client.rollout.addTask.mutate({ itemId, title, dueOn, assigneeUserId }),
                    })
                  }
                >
                  Remove
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {addTo !== null && <AddTask itemId={addTo} people={people} />}
    </>
  );
}

function AddTask({ itemId, people }: { itemId: string; people: TaskListProps["people"] }) {
  const router = useRouter();
  return (
    <Form
      id="add-task"
      className="mt-4"
      clearAfter
      onSend={async (values) => {
        const wrong = await send((client) =>
          client.rollout.addTask.mutate({
            itemId,
            title: textOf(values, "title"),
            dueOn: textOf(values, "dueOn") || null,
            assigneeUserId: textOf(values, "assignee") || null,
          }),
        );
        if (!wrong) router.refresh();
        return wrong;
      }}
    >
      <TextField name="title" label="New task" maxLength={200} autoComplete="off" />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          name="assignee"
          label="For"
          optional
          prompt="Nobody yet"
          options={people.filter(({ mayWork }) => mayWork).map(({ userId, name }) => ({ value: userId, label: name }))}
        />
        <TextField name="dueOn" label="Due" type="date" optional />
      </div>
      <div>
        <SubmitButton variant="secondary">Add the task</SubmitButton>
      </div>
    </Form>
  );
}
