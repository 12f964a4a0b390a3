import { printable } from "../print/printable.js";

/** Where a job of a CI service has Scalebook from: no registry has it. */
export type ToolSource =
  /** The repository is Scalebook's own. */
  | { kind: "itself" }
  /** The repository lists it among its packages. */
  | { kind: "installed" }
  /** A file of `npm pack`, by its path in the repository. */
  | { kind: "tarball"; path: string }
  /** The repository of Scalebook, by its https address; `at`: a branch, tag or commit, or "" for the default branch. */
  | { kind: "repository"; address: string; at: string };

/** How a job installs and starts Scalebook. */
export interface Supply {
  /** A sentence for the head of the file. */
  words: string;
  /** Values that the lines read from the environment, so that no text becomes part of a script. */
  variables: Record<string, string>;
  install: readonly string[];
  /** The command, as a shell reads it. */
  scalebook: string;
  /** Files in the repository that it comes from. */
  files: readonly string[];
}

const CLONE = ".scalebook";

export function supplyOf(source: ToolSource): Supply {
  const none = { variables: {}, files: [] };
  switch (source.kind) {
    case "itself":
      return {
        ...none,
        words: "Scalebook is built from this repository.",
        install: ["npm run build"],
        scalebook: "node .build/main.js",
      };
    case "installed":
      return {
        ...none,
        words: "Scalebook is installed as package-lock.json names it.",
        // Its packages are not built: their scripts would run with what the job may read.
        install: ["npm ci --ignore-scripts"],
        scalebook: "npx --no-install scalebook",
      };
    case "tarball":
      return {
        words: `Scalebook is installed from ${printable(source.path)}, a file of this repository that npm pack made.`,
        variables: { SCALEBOOK: `./${source.path}` },
        install: ['npm install --global --ignore-scripts "$SCALEBOOK"'],
        scalebook: "scalebook",
        files: [source.path],
      };
    case "repository":
      return {
        ...none,
        words: `Scalebook is built from ${printable(source.address)}.`,
        variables: { SCALEBOOK: source.address, ...(source.at !== "" && { SCALEBOOK_AT: source.at }) },
        install: [
          `git clone --quiet "$SCALEBOOK" ${CLONE}`,
          ...(source.at === "" ? [] : [`git -C ${CLONE} checkout --quiet "$SCALEBOOK_AT"`]),
          `npm --prefix ${CLONE} run build`,
        ],
        scalebook: `node ${CLONE}/.build/main.js`,
      };
  }
}
