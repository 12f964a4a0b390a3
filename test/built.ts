/**
 * What tests that fork need: the compiled program, since a forked process cannot run TypeScript on Node 20. `npm test`
 * compiles first.
 */
import { fileURLToPath } from "node:url";

export const mainScript = fileURLToPath(new URL("../.build/main.js", import.meta.url));
