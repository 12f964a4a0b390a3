import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import envPaths from "env-paths";
import { z } from "zod";
import { usualMachineName } from "./machine.js";

const identitySchema = z.object({ id: z.string().regex(/^m-[0-9a-f]{12}$/), name: z.string().min(1).max(200) });

/** How runs know this machine again: a random id and a name, kept in the user's configuration folder. */
export type Identity = z.infer<typeof identitySchema>;

/**
 * The identity of this machine, made at its first use. A name given replaces the one kept. `SCALEBOOK_CONFIG` names
 * another configuration folder. Where the folder cannot be written, the id lasts for this run only.
 */
export async function machineIdentity(givenName: string | undefined, env = process.env): Promise<Identity> {
  const folder = env.SCALEBOOK_CONFIG ?? envPaths("scalebook", { suffix: "" }).config;
  const path = join(folder, "machine.json");
  const kept = await readIdentity(path);
  const identity = {
    id: kept?.id ?? `m-${randomBytes(6).toString("hex")}`,
    name: givenName ?? kept?.name ?? usualMachineName(),
  };
  if (kept?.id !== identity.id || kept.name !== identity.name) await keepIdentity(folder, path, identity);
  return identity;
}

async function readIdentity(path: string): Promise<Identity | null> {
  try {
    return identitySchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

async function keepIdentity(folder: string, path: string, identity: Identity): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.new`, `${JSON.stringify(identity, null, 2)}\n`);
    await rename(`${path}.new`, path);
  } catch {
    // A read-only home is no reason not to measure.
  }
}
