"use client";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { ErrorState } from "#app/ui/feedback/error-state.tsx";
import { PageSkeleton } from "#app/ui/feedback/skeleton.tsx";
import { ProgressBar } from "#app/ui/feedback/progress-bar.tsx";
import { Part, Specimen } from "../specimen.tsx";

export function StatesSection() {
  return (
    <Part id="states" title="States">
      <div className="grid gap-6 lg:grid-cols-2">
        <Specimen name="Progress: waiting, unknown length, running, done, failed">
          <div className="grid gap-3">
            <ProgressBar label="Importing returns.csv" progress={{ state: "waiting", done: 0, total: null, elapsedSeconds: 0 }} />
            <ProgressBar
              label="Reading Zendesk"
              progress={{ state: "running", done: 3120, total: null, elapsedSeconds: 40, one: "ticket", many: "tickets" }}
            />
            <ProgressBar
              label="Importing orders-2026.csv"
              progress={{ state: "running", done: 12_400, total: 40_000, elapsedSeconds: 4 }}
              onCancel={() => undefined}
            />
            <ProgressBar
              label="Importing orders-2025.csv"
              progress={{ state: "running", done: 12_400, total: 40_000, elapsedSeconds: 4 }}
              onCancel={() => undefined}
              cancelling
            />
            <ProgressBar label="Importing orders-2024.csv" progress={{ state: "done", done: 40_000, total: 40_000, elapsedSeconds: 13 }} />
            <ProgressBar label="Importing orders-2023.csv" progress={{ state: "failed", done: 812, total: 40_000, elapsedSeconds: 2 }} />
          </div>
        </Specimen>
        <div className="grid content-start gap-6">
          <Specimen name="Empty">
            <Card title="Approvals">
              <EmptyState title="Nothing waits for you" action={<Button>Open the shadow log</Button>}>
                Decisions that need a person appear here as soon as an automation is in stage approve.
              </EmptyState>
            </Card>
          </Specimen>
          <Specimen name="Error">
            <ErrorState
              title="The back-test stopped half way."
              safe="The 1,204 decisions that were replayed are kept. Nothing was written to Shopify."
              remedy="Start it again: it goes on where it stopped."
              errorId="019a8c51-77d0-7c3e"
              action={<Button variant="primary">Start it again</Button>}
            />
          </Specimen>
        </div>
        <Specimen name="Loading a page">
          <PageSkeleton />
        </Specimen>
      </div>
    </Part>
  );
}
