/** Brings a run as JSON from a schema version to the next and sets `schemaVersion`; its argument stays as it is. */
export type Migration = (run: Readonly<Record<string, unknown>>) => Record<string, unknown>;
