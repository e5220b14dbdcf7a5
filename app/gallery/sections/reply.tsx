import { AnswerGiven } from "#app/(shared)/supplier/[token]/answer-given.tsx";
import { ReplyForm } from "#app/(shared)/supplier/[token]/reply-form.tsx";
import { Part, Specimen } from "../specimen.tsx";

const lines = [
  { id: "1", sku: "HP-CANDLE-SAGE", quantity: 140, expectedOn: "2026-12-04" },
  { id: "2", sku: `<b>"Superkalifragilistisch${"expialigetisch".repeat(4)}"</b>`, quantity: 2.5, expectedOn: null },
];
const answered = {
  at: new Date("2026-11-22T09:30:00Z"),
  lines: [
    { id: "1", expectedOn: "2026-12-09", quantity: 140 },
    { id: "2", expectedOn: "2026-12-09", quantity: 0 },
  ],
};

/** What a supplier sees of an order: to answer, and answered. */
export function ReplySection() {
  return (
    <Part id="reply-page" title="Reply page of a supplier">
      <div className="grid gap-10 lg:grid-cols-2">
        <Specimen name="To answer; names are text, whatever stands in them">
          <ReplyForm token="gallery" lines={lines} today="2026-11-22" />
        </Specimen>
        <Specimen name="Answered">
          <AnswerGiven lines={lines} answered={answered} />
        </Specimen>
      </div>
    </Part>
  );
}
