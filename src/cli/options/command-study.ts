import { basename } from "node:path";
import { parseRange } from "../../app/work-trees/asked-commits.js";
import { slugify } from "../../record/schema/run-id.js";
import { withoutHome } from "../../runner/processes/environment.js";
import {
  COMMAND,
  checkPlaceholders,
  checkVariant,
  commandLines,
  splitCommand,
  TOLD,
} from "../../study/command-line.js";
import { VARIANT_ADVICE, VARIANT_NAME } from "../../study/levels.js";
import {
  type ExperimentDefinition,
  type Matrix,
  matrix,
  type Overrides,
  type Study,
  type Versions,
} from "../../study/study.js";
import { namedVersions, withVersions } from "../../study/versions.js";
import { UserError } from "../../user-error.js";
import { either, list } from "../../words/sentence.js";
import type { RecordingValues } from "./recording-flags.js";
import { versionsAbout } from "./versions-study.js";

const USUAL_WORKERS = [1, 2, 4];
const LONGEST_TITLE = 200;
const SCRIPT = /\.(?:py|[cm]?[jt]s|sh|rb|pl|php|lua|r|jl)$/i;

/** The study of `--command` or of every `--variant`. Throws UserErrors for lines that cannot be run, or mean nothing. */
export async function commandStudy(options: RecordingValues, overrides: Overrides): Promise<Study> {
  const { command, variant = [] } = options;
  const study = command === undefined ? await variantsStudy(variant, options) : oneCommand(command, options);
  checkCommands(study, options, overrides);
  return study;
}

function checkCommands({ experiments }: Study, options: RecordingValues, overrides: Overrides): void {
  for (const [name, line] of experiments.flatMap(commandLines)) {
    const place = `--${name}`;
    if (!options.shell) splitCommand(line, place);
    checkPlaceholders(line, place);
    for (const [factor, option] of TOLD) {
      if (option !== "workers" && line.includes(`{${factor}}`) && overrides[option] === undefined) {
        throw new UserError(`${place} has {${factor}}, but no levels for it: give them with --${option}`);
      }
    }
  }
}

/** A study of a command line, which every trial starts anew. */
function oneCommand(command: string, { shell, git }: RecordingValues): Study {
  const experiment: ExperimentDefinition = {
    id: "command",
    title: withoutHome(command).slice(0, LONGEST_TITLE),
    question: "How long does this program take, and how does that change with its factors?",
    command,
    matrix: [commandMatrix([COMMAND], command)],
  };
  const id = slugify(programName(command, shell, "--command"));
  if (git === undefined) return { id, experiments: [experiment] };
  const versions = parseRange(git);
  return {
    id,
    experiments: [withVersions({ ...experiment, ...versionsAbout(experiment.title, versions) }, versions, false)],
  };
}

/** The script that a command runs, or its program. */
function programName(command: string, shell: boolean, place: string): string {
  const words = shell ? command.trim().split(/\s+/) : splitCommand(command, place);
  const named = words.find((word) => SCRIPT.test(word)) ?? words[0] ?? "";
  return basename(named).replace(SCRIPT, "");
}

function commandMatrix(strategy: string[], lines: string): Matrix {
  const workers = lines.includes("{workers}") ? USUAL_WORKERS : [1];
  return matrix({ workload: [COMMAND], strategy, workers, n: [1] });
}

/** A study of programs that do the same: the first is what others are compared with where nothing else says so. */
async function variantsStudy(
  given: readonly string[],
  { shell, twin, "side-by-side": sides }: RecordingValues,
): Promise<Study> {
  const { strategyIds } = await import("../../strategies/index.js");
  const variants = new Map<string, string>();
  for (const variant of given) {
    const [, name = "", line = ""] = /^([^=]*)=(.*)$/s.exec(variant) ?? [];
    if (!VARIANT_NAME.test(name) || line.trim() === "") {
      throw new UserError(
        `--variant is "${variant}": give ${VARIANT_ADVICE}, then = and a command line, such as quick='./sort --quick {n}'`,
      );
    }
    if (variants.has(name)) throw new UserError(`two variants are called ${name}: give each a name of its own`);
    checkVariant({ name, line }, "a variant", strategyIds);
    variants.set(name, line);
  }
  const names = [...variants.keys()];
  const versions = namedVersions({ variants: Object.fromEntries(variants) }, twin || sides);
  if (versions !== null) return versionsStudy(variants, versions, shell);
  const title = either(names);
  const which = `Which of ${list(names)} is ${names.length === 2 ? "faster" : "fastest"}, and by how much?`;
  const experiment: ExperimentDefinition = {
    id: "variants",
    title: title.slice(0, LONGEST_TITLE),
    question: names.length > 1 ? which : `How long does ${title} take, and how does that change with its factors?`,
    variants: Object.fromEntries(variants),
    matrix: [commandMatrix(names, given.join(" "))],
  };
  return { id: slugify(names.join("-or-")), experiments: [experiment] };
}

/** A study of two programs that are versions of one. */
function versionsStudy(variants: ReadonlyMap<string, string>, versions: Versions, shell: boolean): Study {
  const lines = [...variants.values()];
  const names = [...new Set([...variants].map(([name, line]) => programName(line, shell, `--variant ${name}`)))];
  const experiment: ExperimentDefinition = {
    ...versionsAbout(list(names).slice(0, LONGEST_TITLE), versions),
    variants: Object.fromEntries(variants),
    matrix: [commandMatrix([COMMAND], lines.join(" "))],
  };
  return { id: slugify(names.join("-and-")), experiments: [withVersions(experiment, versions, false)] };
}
