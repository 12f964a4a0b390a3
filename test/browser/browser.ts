import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where a browser came from, for the line that a test prints. */
export interface FoundBrowser {
  executablePath: string;
  args: string[];
  source: string;
}

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Usual places of Chrome, Edge and Chromium on Linux, macOS and Windows. */
const INSTALLED = [
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/usr/bin/microsoft-edge",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...[process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].flatMap((folder) =>
    folder === undefined
      ? []
      : [join(folder, "Google/Chrome/Application/chrome.exe"), join(folder, "Microsoft/Edge/Application/msedge.exe")],
  ),
];

/** A Chromium to test with: the one named, an installed one, the one in the npm package; `null` where there is none. */
export async function findBrowser(): Promise<FoundBrowser | null> {
  const named = process.env.SCALEBOOK_CHROMIUM;
  if (named !== undefined && named !== "") {
    if (!existsSync(named)) throw new Error(`SCALEBOOK_CHROMIUM names ${named}, which does not exist`);
    return { executablePath: named, args: QUIET, source: "SCALEBOOK_CHROMIUM" };
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return { executablePath: installed, args: QUIET, source: "installed" };
  return packaged();
}

/** The Chromium inside `@sparticuz/chromium`, unpacked once into a folder of its own; Linux on x64 only. */
export async function packaged(): Promise<FoundBrowser | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const folder = join(tmpdir(), `scalebook-chromium-${process.getuid?.() ?? "user"}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { TMPDIR, AWS_EXECUTION_ENV } = process.env;
  // It unpacks its libraries only where it believes to be on Lambda, and into the folder for temporary files.
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" });
  try {
    const { default: packed } = await import("@sparticuz/chromium");
    const executablePath = await packed.executablePath();
    return { executablePath, args: [...QUIET, "--no-zygote", "--headless=shell"], source: "@sparticuz/chromium" };
  } catch {
    return null;
  } finally {
    restore("TMPDIR", TMPDIR);
    restore("AWS_EXECUTION_ENV", AWS_EXECUTION_ENV);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** Starts a browser; `null`, loudly, where there is none. In CI a missing browser is a failure. */
export async function openBrowser(): Promise<Browser | null> {
  const found = await findBrowser();
  if (found !== null) {
    return chromium.launch({ executablePath: found.executablePath, args: found.args, headless: true });
  }
  const message = "No browser: set SCALEBOOK_CHROMIUM or install Chrome, Edge or Chromium. Browser tests are SKIPPED.";
  if (process.env.CI) throw new Error(message);
  console.warn(`\n${"!".repeat(80)}\n${message}\n${"!".repeat(80)}\n`);
  return null;
}
