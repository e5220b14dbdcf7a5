import { actorsRouter } from "./routers/actors.ts";
import { asksRouter } from "./routers/asks.ts";
import { auditRouter } from "./routers/audit.ts";
import { automationsRouter } from "./routers/automations.ts";
import { changesRouter } from "./routers/changes.ts";
import { connectionsRouter } from "./routers/connections.ts";
import { importsRouter } from "./routers/imports.ts";
import { jobsRouter } from "./routers/jobs.ts";
import { peopleRouter } from "./routers/people.ts";
import { ratesRouter } from "./routers/rates.ts";
import { samplesRouter } from "./routers/samples.ts";
import { roiRouter } from "./routers/roi.ts";
import { sharesRouter } from "./routers/shares.ts";
import { rolloutRouter } from "./routers/rollout.ts";
import { valueRouter } from "./routers/value.ts";
import { teamsRouter } from "./routers/teams.ts";
import { workflowsRouter } from "./routers/workflows.ts";
import { workspacesRouter } from "./routers/workspaces.ts";
import { createCallerFactory, router } from "./trpc.ts";

/** Every procedure of the product, by noun. */
export const appRouter = router({
  actors: actorsRouter,
  asks: asksRouter,
  audit: auditRouter,
  automations: automationsRouter,
  changes: changesRouter,
  connections: connectionsRouter,
  imports: importsRouter,
  jobs: jobsRouter,
  people: peopleRouter,
  rates: ratesRouter,
  samples: samplesRouter,
  roi: roiRouter,
  shares: sharesRouter,
  rollout: rolloutRouter,
  value: valueRouter,
  teams: teamsRouter,
  workflows: workflowsRouter,
  workspaces: workspacesRouter,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
