import workerpool from "workerpool";
import { chunk, one, ping } from "./pool-tasks.js";

/** Entry point of the workers of workerpool: registers their functions. */
workerpool.worker({ one, chunk, ping });
