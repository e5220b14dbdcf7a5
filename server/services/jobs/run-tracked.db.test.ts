import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "#server/errors.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runTracked, type JobProgress } from "./run-tracked.ts";
import { startJob } from "./start-job.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Jobs");
});
afterAll(() => house.close());

const enqueue = async () => {
  const { services } = house;
  const { workspaceId } = owner;
  const actor = { type: "system", name: "test" } as const;
  const jobRunId = await services.store.within({ workspaceId }, (tx) =>
    startJob({ ...services, workspaceId, actor }, tx, { name: "build-audit", title: "A job", payload: {} }),
  );
  return { workspaceId, jobRunId };
};

const run = (ids: { workspaceId: string; jobRunId: string }, work: (progress: JobProgress) => Promise<unknown>, lastTry = false) =>
  runTracked(house.services, ids, {
    name: "build-audit",
    lastTry,
    signal: new AbortController().signal,
    work: (_context, progress) => work(progress),
  });

const get = (jobRunId: string) => owner.call((api) => api.jobs.get({ jobRunId }));

describe("a job with a progress row", () => {
  test("shows how far it is, and its result at the end", async () => {
    const ids = await enqueue();
    expect((await get(ids.jobRunId)).state).toBe("waiting");
    await run(ids, async ({ report }) => {
      await report({ rowsDone: 40, rowsTotal: 100, message: "Reading" });
      expect(await get(ids.jobRunId)).toMatchObject({ state: "running", rowsDone: 40, rowsTotal: 100, message: "Reading", attempt: 1 });
      return { rows: 100 };
    });
    expect(await get(ids.jobRunId)).toMatchObject({ state: "done", result: { rows: 100 }, finishedAt: house.clock.now });
  });

  test("an error that a person has to act on ends it at once, with the code and the sentence", async () => {
    const ids = await enqueue();
    const outcome = await run(ids, async () => {
      throw new AppError("UPLOAD_UNREADABLE", "Row 7 cannot be read.");
    });
    expect(outcome).toBe("ended");
    expect(await get(ids.jobRunId)).toMatchObject({
      state: "failed",
      errorCode: "UPLOAD_UNREADABLE",
      errorMessage: "Row 7 cannot be read.",
    });
  });

  test("an unknown error is tried again, and the last try ends as a dead letter without its message", async () => {
    const ids = await enqueue();
    const fail = async () => {
      throw new Error("connect ECONNREFUSED 10.0.0.1");
    };
    expect(await run(ids, fail)).toBe("retry");
    expect(await get(ids.jobRunId)).toMatchObject({ state: "retrying", attempt: 1, finishedAt: null });
    expect(await run(ids, fail, true)).toBe("ended");
    const dead = await get(ids.jobRunId);
    expect(dead).toMatchObject({ state: "failed", attempt: 2, errorCode: "INTERNAL" });
    expect(dead.errorMessage).not.toContain("ECONNREFUSED");
    expect((await owner.call((api) => api.jobs.list({ states: ["failed"] }))).map(({ id }) => id)).toContain(ids.jobRunId);
  });

  test("a dead letter is done again with what it was first asked to do", async () => {
    const ids = await enqueue();
    await run(ids, () => Promise.reject(new Error("broken")), true);
    house.jobs.length = 0;
    await owner.call((api) => api.jobs.redo({ jobRunId: ids.jobRunId }));
    expect(house.jobs).toEqual([{ name: "build-audit", payload: ids }]);
    expect(await get(ids.jobRunId)).toMatchObject({ state: "waiting", attempt: 0, errorCode: null });
    await expect(owner.call((api) => api.jobs.redo({ jobRunId: ids.jobRunId }))).rejects.toThrow(/Only a failed or cancelled job/);
  });

  test("a job that waits is cancelled before it begins, and never begins", async () => {
    const ids = await enqueue();
    expect(await owner.call((api) => api.jobs.cancel({ jobRunId: ids.jobRunId }))).toEqual({ state: "cancelled" });
    let began = false;
    await run(ids, async () => {
      began = true;
    });
    expect(began).toBe(false);
    expect((await get(ids.jobRunId)).state).toBe("cancelled");
  });

  test("a running job stops at its next report; what it did stays", async () => {
    const ids = await enqueue();
    let afterCancel = false;
    await run(ids, async ({ report }) => {
      await owner.call((api) => api.jobs.cancel({ jobRunId: ids.jobRunId }));
      await report({ rowsDone: 10, rowsTotal: 10 });
      afterCancel = true;
    });
    expect(afterCancel).toBe(false);
    expect(await get(ids.jobRunId)).toMatchObject({ state: "cancelled", rowsDone: 10 });
    await expect(owner.call((api) => api.jobs.cancel({ jobRunId: ids.jobRunId }))).rejects.toThrow(/already ended/);
  });

  test("handed out twice by mistake after its end, it does nothing", async () => {
    const ids = await enqueue();
    await run(ids, async () => ({ first: true }));
    await run(ids, async () => ({ second: true }));
    expect((await get(ids.jobRunId)).result).toEqual({ first: true });
  });

  test("a watcher sees each change until the end", async () => {
    const ids = await enqueue();
    const { watchJob } = await import("./watch-job.ts");
    const states: string[] = [];
    const watching = (async () => {
      for await (const row of watchJob(
        { store: house.store, workspaceId: owner.workspaceId },
        { jobRunId: ids.jobRunId, signal: new AbortController().signal },
      ))
        states.push(row.state);
    })();
    await run(ids, async () => null);
    await watching;
    expect(states.at(-1)).toBe("done");
  });
});
