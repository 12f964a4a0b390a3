import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import envPaths from "env-paths";
import { z } from "zod";
import { makeFolder } from "../../record/files/make-folder.js";
import { writeAtomically } from "../../record/files/write-atomically.js";
import { selfTest } from "../../record/schema/machine-schema.js";
import { usualMachineName } from "./describe-machine.js";

const identitySchema = z.object({
  id: z.string().regex(/^m-[0-9a-f]{12}$/),
  name: z.string().min(1).max(200),
  // The file may have been edited: where its floor cannot be read, the machine has none, and is still known.
  floorPercent: z.number().min(0).max(100).optional().catch(undefined),
  selfTest: selfTest.optional().catch(undefined),
});

/**
 * Id and name by which runs of this machine belong together, kept in the user's configuration folder with the result of
 * the self-test. Every run records them.
 */
export type Identity = z.infer<typeof identitySchema>;

/** Result of a self-test. */
export type Floor = Required<Pick<Identity, "floorPercent" | "selfTest">>;

/**
 * The identity of this machine, made at its first use. A name given replaces the one kept. `SCALEBOOK_CONFIG` names
 * another configuration folder. Where the folder cannot be written, the id lasts for this run only.
 */
export async function machineIdentity(givenName: string | undefined, env = process.env): Promise<Identity> {
  const path = identityPath(env);
  const kept = await readIdentity(path);
  const identity = {
    ...kept,
    id: kept?.id ?? `m-${randomBytes(6).toString("hex")}`,
    name: givenName ?? kept?.name ?? usualMachineName(),
  };
  if (kept?.id !== identity.id || kept.name !== identity.name) await keepIdentity(path, identity);
  return identity;
}

/** Keeps the result of a self-test with this machine's identity. Returns whether it could be kept. */
export async function keepFloor(floor: Floor, env = process.env): Promise<boolean> {
  const identity = await machineIdentity(undefined, env);
  return keepIdentity(identityPath(env), { ...identity, ...floor });
}

/** The file that this machine's identity is kept in. */
export function identityPath(env = process.env): string {
  return join(env.SCALEBOOK_CONFIG ?? envPaths("scalebook", { suffix: "" }).config, "machine.json");
}

async function readIdentity(path: string): Promise<Identity | null> {
  try {
    return identitySchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

async function keepIdentity(path: string, identity: Identity): Promise<boolean> {
  try {
    makeFolder(dirname(path));
    await writeAtomically(path, `${JSON.stringify(identity, null, 2)}\n`);
    return true;
  } catch {
    // A read-only home is no reason not to measure.
    return false;
  }
}
