/** Takes a run as JSON of one schema version to the next. Never changes its argument; sets `schemaVersion` itself. */
export type Migration = (run: Readonly<Record<string, unknown>>) => Record<string, unknown>;
