import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Migrations, migrate, migrations } from "../../../src/record/schema/migrations/index.js";
import { parseRunText } from "../../../src/record/schema/parse-run.js";
import { SCHEMA_VERSION } from "../../../src/record/schema/run-schema.js";
import { UserError } from "../../../src/user-error.js";

const fixtures = new URL("../../fixtures/", import.meta.url);

describe("migrations", () => {
  const invented: Migrations = {
    current: 3,
    steps: {
      1: (run) => ({ ...run, schemaVersion: 2, steps: ["one"] }),
      2: (run) => ({ ...run, schemaVersion: 3, steps: [...(run.steps as string[]), "two"] }),
    },
  };

  it("take an old file through every version in turn", () => {
    expect(migrate({ schemaVersion: 1 }, "x", invented)).toEqual({ schemaVersion: 3, steps: ["one", "two"] });
    expect(migrate({ schemaVersion: 2, steps: [] }, "x", invented)).toEqual({ schemaVersion: 3, steps: ["two"] });
  });

  it("leave a current file, and the value handed in, as they are", () => {
    const current = { schemaVersion: 3, steps: [] };
    expect(migrate(current, "x", invented)).toEqual(current);
    const old = Object.freeze({ schemaVersion: 1 });
    migrate(old, "x", invented);
    expect(old).toEqual({ schemaVersion: 1 });
  });

  it("say of a newer file that the program is to be updated", () => {
    expect(() => migrate({ schemaVersion: 4 }, "runs/x.json", invented)).toThrow(
      new UserError(
        "runs/x.json: schemaVersion is 4, and this Scalebook reads up to 3: update Scalebook to read this run",
      ),
    );
  });

  it.each([undefined, null, "1", 0, -1, 1.5])("refuse the version %s", (schemaVersion) => {
    expect(() => migrate({ schemaVersion }, "x", invented)).toThrow(UserError);
  });

  it("take it for a bug when a step is missing", () => {
    expect(() => migrate({ schemaVersion: 1 }, "x", { current: 2, steps: {} })).toThrow(
      "no migration from schema version 1",
    );
  });
});

describe("every schema version", () => {
  const versions = Array.from({ length: SCHEMA_VERSION }, (_, index) => index + 1);

  it.each(versions)("%i has a fixture that is read", (version) => {
    const name = `run-v${version}.json`;
    const text = readFileSync(new URL(name, fixtures), "utf8");
    expect(JSON.parse(text)).toHaveProperty("schemaVersion", version);
    expect(parseRunText(text, name).schemaVersion).toBe(SCHEMA_VERSION);
  });

  it("before the current one has a step", () => {
    expect(migrations.current).toBe(SCHEMA_VERSION);
    expect(Object.keys(migrations.steps).map(Number)).toEqual(versions.slice(0, -1));
  });

  it("that has a fixture is a known one", () => {
    const found = readdirSync(fixtures).filter((name) => /^run-v\d+\.json$/.test(name));
    expect(found).toHaveLength(SCHEMA_VERSION);
  });
});
