import { afterAll } from "vitest";
import { measuredEnvironment } from "../../.build/runner/processes/environment.js";
import { openGuardedFolder } from "../../.build/runner/processes/watchdog.js";

/** A folder for processes, removed after the tests of the file, and options to start them with. */
export async function testFolder() {
  const { folder, watchdog, close } = await openGuardedFolder();
  afterAll(close);
  /** Value in the environment of the processes, by which those that are left are found. */
  const marker = `test-${process.pid}-${Date.now()}`;
  const environment = { ...measuredEnvironment(process.env), SCALEBOOK_TEST: marker };
  const options = { environment, timeoutMs: 20_000, watchdog, stop: new AbortController().signal };
  return { folder, marker, environment, options };
}
