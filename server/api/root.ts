import { jobsRouter } from "./routers/jobs.ts";
import { createCallerFactory, router } from "./trpc.ts";

/** Every procedure of the product, by noun. */
export const appRouter = router({
  jobs: jobsRouter,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
