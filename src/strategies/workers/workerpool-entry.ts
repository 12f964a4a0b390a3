import workerpool from "workerpool";
import { chunk, one, ping } from "./pool-tasks.js";

/** What a worker of workerpool is loaded with: it registers what it can be asked for. */
workerpool.worker({ one, chunk, ping });
