import { amdahl } from "./amdahl.js";
import { gustafson } from "./gustafson.js";
import type { Law } from "./law.js";
import { usl } from "./usl.js";

/** Every scaling law that can be fitted. */
export const laws = { amdahl, gustafson, usl } satisfies Record<Law["id"], Law>;
