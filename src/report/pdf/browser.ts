import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "../../user-error.js";

/** Names under which Chromium and what is built on it are found. */
const NAMES = [
  "google-chrome-stable",
  "google-chrome",
  "chromium",
  "chromium-browser",
  "microsoft-edge",
  "microsoft-edge-stable",
  "brave-browser",
  "chrome",
  "msedge",
];

/** Environment of a search for a browser. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  isFile(path: string): boolean;
}

export const realSurroundings: Surroundings = {
  env: process.env,
  platform: process.platform,
  isFile: (path) => existsSync(path) && statSync(path).isFile(),
};

/**
 * A Chromium, Chrome or Edge to print with: the one named, that of SCALEBOOK_CHROMIUM, one on the PATH, or one where it is
 * usually installed; `null` where there is none. The others cannot print without a window.
 *
 * @throws UserError where the one that is named is not there
 */
export function findBrowser(named: string | undefined, { env, platform, isFile }: Surroundings): string | null {
  const asked = [
    { path: named, by: "--browser" },
    { path: env.SCALEBOOK_CHROMIUM, by: "SCALEBOOK_CHROMIUM" },
  ].find(({ path }) => path !== undefined && path !== "");
  if (asked?.path !== undefined) {
    if (isFile(asked.path)) return asked.path;
    throw new UserError(`${asked.by} names ${asked.path}, where there is no file: name the browser's program`);
  }
  const ending = platform === "win32" ? ".exe" : "";
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, `${name}${ending}`)));
  return [...onPath, ...usualPlaces(env, platform)].find(isFile) ?? null;
}

function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === "darwin") {
    return ["Google Chrome", "Microsoft Edge", "Chromium", "Brave Browser"].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform !== "win32") return ["/opt/google/chrome/chrome", "/snap/bin/chromium", "/usr/bin/chromium"];
  const folders = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  );
  return folders.flatMap((folder) => [
    join(folder, "Google/Chrome/Application/chrome.exe"),
    join(folder, "Microsoft/Edge/Application/msedge.exe"),
  ]);
}
