"use client";
import { textOf } from "#app/(welcome)/form-text.ts";
import { sendThenOpen } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";

type Lines = RouterOutputs["asks"]["open"]["lines"];

/** The day and the quantity of each line, as ordered until the supplier says otherwise; a day that has passed is asked for anew. */
export function ReplyForm({ token, lines, today }: { token: string; lines: Lines; today: string }) {
  const hasPassed = (day: string | null) => day !== null && day < today;
  const late = lines.some(({ expectedOn }) => hasPassed(expectedOn));
  return (
    <Form
      id="reply"
      onSend={(values) =>
        sendThenOpen(`/supplier/${token}`, (client) =>
          client.asks.answer.mutate({
            token,
            lines: lines.map(({ id }) => ({
              id,
              expectedOn: textOf(values, `day-${id}`),
              quantity: Number(textOf(values, `quantity-${id}`)),
            })),
          }),
        )
      }
    >
      {lines.map(({ id, sku, quantity, expectedOn }) => (
        <fieldset key={id} className="grid min-w-0 gap-3 rounded-lg border border-line bg-panel px-4.5 py-4 sm:grid-cols-2">
          <legend className="sr-only">{sku ?? `Line ${id}`}</legend>
          <p className="min-w-0 [overflow-wrap:anywhere] sm:col-span-2">
            <span className="font-medium">{sku ?? `Line ${id}`}</span>{" "}
            <span className="text-soft">
              ordered: {quantity}
              {expectedOn !== null && (
                <>
                  {" "}
                  for <DateTime at={expectedOn} />
                </>
              )}
            </span>
          </p>
          <TextField
            name={`day-${id}`}
            label="Day it arrives"
            type="date"
            {...(hasPassed(expectedOn)
              ? { min: today, hint: "The day it was ordered for has passed. Say on which day it arrives." }
              : { defaultValue: expectedOn ?? "" })}
          />
          <TextField
            name={`quantity-${id}`}
            label="Quantity"
            type="number"
            min={0}
            step="any"
            inputMode="decimal"
            defaultValue={quantity}
          />
        </fieldset>
      ))}
      <div>
        <SubmitButton>Send the answer</SubmitButton>
      </div>
      <p className="text-sm text-soft">{late ? "The answer" : "Left as it is, the answer confirms the order. It"} can be sent once.</p>
    </Form>
  );
}
