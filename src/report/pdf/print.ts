import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileError } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";

const LONGEST_MS = 120_000;

/** Quiet, offline, without a window. Tags are on by default; an outline of the headings is not. */
const FLAGS = [
  "--headless",
  "--disable-gpu",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-pdf-header-footer",
  "--generate-pdf-document-outline",
];

/** Prints an HTML document as PDF: paper, margins and page numbers are those that its style asks for. */
export type Printer = (html: string) => Promise<Buffer>;

/** A printer that starts the browser for each document, with a profile of its own that is gone afterwards. */
export function browserPrinter(executable: string): Printer {
  return (html) =>
    openPage(executable, html, async (open, folder) => {
      const pdf = join(folder, "page.pdf");
      const { message } = await open(`--print-to-pdf=${pdf}`);
      return await readFile(pdf).catch(() => {
        throw new UserError(
          `${executable} wrote no PDF${message === "" ? "" : ` (it said: ${message})`}: name another browser with --browser, or print the HTML`,
        );
      });
    });
}

/** Opens the page with one more flag, and waits for the end of the browser. */
type Open = (flag: string) => Promise<Ended>;

/** Writes an HTML document into a folder of its own, where a browser may open it. */
export async function openPage<T>(
  executable: string,
  html: string,
  use: (open: Open, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "scalebook-page-"));
  try {
    const page = join(folder, "page.html");
    await writeFile(page, html).catch((error: unknown) => {
      throw fileError(`cannot write ${page} (TMPDIR)`, error);
    });
    const flags = [
      ...FLAGS,
      // The administrator has no sandbox of Chromium's; the page is ours.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${join(folder, "profile")}`,
    ];
    return await use((flag) => runBrowser(executable, [...flags, flag, pathToFileURL(page).href]), folder);
  } finally {
    // A browser that is going down may still write into its profile.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A browser that has ended: all that it printed, and the last line of its complaints. */
interface Ended {
  output: string;
  message: string;
}

function runBrowser(executable: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { stdio: ["ignore", "pipe", "pipe"] });
    // Not Node's own limit of time, which goes on for a program that was never started.
    const limit = setTimeout(() => child.kill(), LONGEST_MS);
    const output: Buffer[] = [];
    let complaints = "";
    child.stdout.on("data", (piece: Buffer) => output.push(piece));
    child.stderr.on("data", (piece: Buffer) => {
      complaints = `${complaints}${piece.toString()}`.slice(-4_000);
    });
    child.on("error", (error) => {
      clearTimeout(limit);
      reject(fileError(`cannot start ${executable}, the browser (--browser)`, error));
    });
    child.on("close", () => {
      clearTimeout(limit);
      resolve({ output: Buffer.concat(output).toString(), message: complaints.trim().split("\n").at(-1) ?? "" });
    });
  });
}

/** Number of pages: every page is an object of its own, and Chromium leaves objects uncompressed. */
export function countPages(pdf: Buffer): number {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
