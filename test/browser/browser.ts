import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { type Browser, chromium } from "playwright-core";
import { packagePaths } from "../../src/package-paths.js";
import { met } from "../needs.js";

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

/**
 * A Chromium to test with: the one that SCALEBOOK_CHROMIUM names (a path, or "packaged"), an installed one, the one in the
 * npm package; `null` where there is none.
 */
export async function findBrowser(): Promise<FoundBrowser | null> {
  const named = process.env.SCALEBOOK_CHROMIUM;
  if (named === "packaged") return packaged();
  if (named !== undefined && named !== "") {
    if (!existsSync(named)) throw new Error(`SCALEBOOK_CHROMIUM names ${named}, which does not exist`);
    return { executablePath: named, args: QUIET, source: "SCALEBOOK_CHROMIUM" };
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return { executablePath: installed, args: QUIET, source: "installed" };
  return packaged();
}

/** The Chromium inside `@sparticuz/chromium`, unpacked once for each version and user; Linux on x64 only. */
export async function packaged(): Promise<FoundBrowser | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const { devDependencies } = JSON.parse(readFileSync(packagePaths.manifest, "utf8"));
  const version = devDependencies["@sparticuz/chromium"];
  const folder = join(tmpdir(), `scalebook-chromium-${version}-${process.getuid?.() ?? "user"}`);
  try {
    if (!existsSync(folder)) await unpack(folder);
  } catch {
    return null;
  }
  process.env.FONTCONFIG_PATH = join(folder, "fonts");
  const libraries = join(folder, "al2023", "lib");
  const others = (process.env.LD_LIBRARY_PATH ?? "").split(":").filter((path) => path !== "" && path !== libraries);
  process.env.LD_LIBRARY_PATH = [libraries, ...others].join(":");
  const executablePath = join(folder, "chromium");
  return { executablePath, args: [...QUIET, "--no-zygote", "--headless=shell"], source: "@sparticuz/chromium" };
}

/** Unpacks into a folder of its own that takes its name when it is whole: test files start at the same time. */
async function unpack(folder: string): Promise<void> {
  const fresh = await mkdtemp(`${folder}-`);
  const program = 'const { default: packed } = await import("@sparticuz/chromium"); await packed.executablePath();';
  try {
    // It unpacks its libraries only where it believes to be on Lambda, and into the folder for temporary files.
    await execa(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: dirname(packagePaths.manifest),
      env: { TMPDIR: fresh, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
    });
    await writeFile(join(fresh, "fonts", "fonts.conf"), fontsConf(folder));
    await rename(fresh, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The package's own names /tmp/fonts, and Chromium ends without any font. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

/** Starts a browser; `null`, loudly, where there is none. */
export async function openBrowser(): Promise<Browser | null> {
  const found = await findBrowser();
  if (!met("browser", found !== null) || found === null) return null;
  return chromium.launch({ executablePath: found.executablePath, args: found.args, headless: true });
}
