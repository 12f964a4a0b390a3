import { UserError } from "../user-error.js";

const DATABASE = /^\/?\d*$/;

/**
 * The URL of Redis that an option or the environment gives; undefined where neither does. Throws a UserError for one that is none, and
 * for an option with a password: everybody on a machine can read the arguments of its processes.
 */
export function redisUrl(given: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const [place, text] = given === undefined ? ["SCALEBOOK_REDIS", env.SCALEBOOK_REDIS] : ["--redis", given];
  if (text === undefined || text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !["redis:", "rediss:"].includes(url.protocol) ||
    url.hostname === "" ||
    !DATABASE.test(url.pathname)
  ) {
    throw new UserError(
      `${place} is no URL of Redis: give one such as redis://host:6379, redis://host:6379/2 for its database 2, or rediss://host:6380 with TLS`,
    );
  }
  if (given !== undefined && url.password !== "") {
    throw new UserError(
      "--redis has a password, which everybody on this machine could read: give the URL in SCALEBOOK_REDIS",
    );
  }
  return text;
}
