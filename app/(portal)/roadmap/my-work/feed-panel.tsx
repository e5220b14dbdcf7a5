"use client";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { useAction } from "../../settings/use-action.ts";

/** Makes and ends the calendar address. It is shown once, since only a hash of it is kept. */
export function FeedPanel({ since }: { since: Date | null }) {
  const { run, pending } = useAction();
  const [url, setUrl] = useState<string | null>(null);
  const make = () =>
    void run(async (client) => {
      const made = await client.rollout.makeFeed.mutate({});
      setUrl(made.url);
    }, "The calendar address is made.");
  const end = () => {
    setUrl(null);
    void run((client) => client.rollout.revokeFeed.mutate({}), "The calendar address does not work any more.");
  };
  return (
    <div className="grid gap-3">
      {since && (
        <p>
          You have an address since <DateTime at={since} />. Whoever knows it can read the plan.
        </p>
      )}
      {url && (
        <div>
          <label htmlFor="feed-address" className="mb-1 block font-medium">
            The address, shown this once
          </label>
          <input id="feed-address" readOnly value={url} className="control" onFocus={(event) => event.currentTarget.select()} />
        </div>
      )}
      <div className="flex flex-wrap gap-2.5">
        <Button pending={pending} onClick={make}>
          {since ? "Make a new address" : "Make an address"}
        </Button>
        {since && (
          <Button variant="quiet" pending={pending} onClick={end}>
            End it
          </Button>
        )}
      </div>
    </div>
  );
}
