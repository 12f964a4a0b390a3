import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const shared = new URL("../../shared/", import.meta.url);

/** What tests need beyond Node, with what gives it. */
const needs = {
  bash: "bash",
  browser: "Chrome, Edge or Chromium, or its path in SCALEBOOK_CHROMIUM",
  duckdb: "a platform that @duckdb/node-api has programs for",
  fish: "fish",
  fonts: "Arial or a font as wide (Debian: fonts-liberation)",
  git: "git",
  "control-groups": "control groups with a CPU quota, which on Linux root may make",
  "print-to-pdf": "a browser that prints by its command line, which the one in the npm package does not",
  lab: `the lab's tables in ${new URL("lab/", shared).pathname}`,
  pdflatex: "pdflatex (Debian: texlive-latex-recommended)",
  pdftotext: "pdftotext (Debian: poppler-utils)",
  python3: "python3",
  redis: "redis-server (Debian: redis-server)",
  reference: `published data in ${new URL("reference/", shared).pathname}`,
  slurm: "Slurm's programs and munged, as root (Debian: slurm-wlm munge)",
  sshd: "sshd, ssh and ssh-keygen (Debian: openssh-server openssh-client)",
  taskset: "taskset, which is for Linux (Debian: util-linux)",
  zsh: "zsh",
} as const;

export type Need = keyof typeof needs;

const probes = {
  bash: () => starts("bash", "--version"),
  fish: () => starts("fish", "--version"),
  fonts: () => process.platform !== "linux" || filesUnder("/usr/share/fonts").some((file) => AS_WIDE.test(file)),
  git: () => starts("git", "--version"),
  lab: () => existsSync(new URL("lab/", shared)),
  pdflatex: () => starts("pdflatex", "--version"),
  pdftotext: () => starts("pdftotext", "-v"),
  python3: () => starts("python3", "--version"),
  redis: () => starts("redis-server", "--version"),
  reference: () => existsSync(new URL("reference/", shared)),
  slurm: () =>
    process.getuid?.() === 0 &&
    ["slurmctld", "slurmd"].every((one) => starts(one, "-V")) &&
    starts("munged", "--version"),
  sshd: () => process.platform !== "win32" && existsSync("/usr/sbin/sshd") && starts("ssh", "-V"),
  taskset: () => process.platform === "linux" && starts("taskset", "--version"),
  zsh: () => starts("zsh", "--version"),
} satisfies Partial<Record<Need, () => boolean>>;

const AS_WIDE = /(?:LiberationSans-Regular|Arimo-Regular|Arial)\.\w+$/i;

/** Whether a need is met; see {@link met}. */
export function has(need: keyof typeof probes): boolean {
  return met(need, probes[need]());
}

/**
 * Hands on whether a need is met. Where it is not, says loudly that tests are skipped, or throws where the comma-separated
 * list SCALEBOOK_REQUIRE names the need.
 */
export function met(need: Need, there: boolean, required = process.env.SCALEBOOK_REQUIRE ?? ""): boolean {
  const names = required.split(",").flatMap((name) => name.trim() || []);
  const unknown = names.find((name) => !Object.hasOwn(needs, name));
  if (unknown !== undefined) {
    throw new Error(`SCALEBOOK_REQUIRE has ${unknown}: tests may need ${Object.keys(needs).join(", ")}`);
  }
  if (there) return true;
  const message = `Tests need ${needs[need]}`;
  if (names.includes(need)) throw new Error(`${message}, and SCALEBOOK_REQUIRE names ${need}`);
  console.warn(`\n*** SKIPPED: ${message} ***\n`);
  return false;
}

function starts(program: string, flag: string): boolean {
  return spawnSync(program, [flag], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

function filesUnder(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
}
