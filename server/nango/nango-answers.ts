import * as z from "zod";

/** What Nango answers, as far as it is read. Unknown fields are left alone, since it grows. */
export const Integration = z.object({ unique_key: z.string(), provider: z.string(), display_name: z.string() });

export const ListedConnection = z.object({
  connection_id: z.string(),
  provider_config_key: z.string(),
  provider: z.string(),
  errors: z.array(z.object({ type: z.string() })).default([]),
  tags: z.record(z.string(), z.string()).nullish(),
});

export const OneConnection = ListedConnection.extend({
  metadata: z.record(z.string(), z.unknown()).nullish(),
  connection_config: z.record(z.string(), z.unknown()).nullish(),
});

export const SyncStatus = z.object({
  name: z.string(),
  status: z.string().describe("RUNNING, PAUSED, ERROR, SUCCESS, or what Nango adds"),
  frequency: z.string().nullish(),
  finishedAt: z.string().nullish(),
  nextScheduledSyncAt: z.string().nullish(),
  recordCount: z.record(z.string(), z.number()).nullish(),
});
export type SyncStatus = z.infer<typeof SyncStatus>;

export const ConnectSession = z.object({ token: z.string(), connect_link: z.string(), expires_at: z.string() });

export const RecordPage = z.object({
  next_cursor: z.string().nullish(),
  records: z.array(
    z.looseObject({
      id: z.string(),
      _nango_metadata: z.object({
        last_modified_at: z.string(),
        deleted_at: z.string().nullish(),
        pruned_at: z.string().nullish(),
        cursor: z.string(),
      }),
    }),
  ),
});
export type NangoRecord = z.infer<typeof RecordPage>["records"][number];
