/** Entry point of the workers of tinypool and piscina, which call its exports by name. */
export { chunk, one, ping } from "./pool-tasks.js";
