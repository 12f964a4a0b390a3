/** What a worker of tinypool or piscina is loaded with: they call its exports by name. */
export { chunk, one, ping } from "./pool-tasks.js";
