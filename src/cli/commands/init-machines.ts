import { existsSync } from "node:fs";
import { join } from "node:path";
import { packagePaths } from "../../package-paths.js";
import { shellWord } from "../../study/command-line.js";
import type { CommandOption, Given, Result, runsDirOption } from "../command.js";
import { runsDirOf } from "../command.js";
import { HAND_IN, handInFile, handInWorkflow, matrixFile, matrixWorkflow } from "../jobs/class-jobs.js";
import { slurmFile, slurmScript } from "../jobs/slurm-script.js";
import { supplyOf } from "../jobs/tool-source.js";
import { printable } from "../print/printable.js";
import { givenSource, insideRepository, packWords, usualSource, writeOwn } from "./init-pages.js";

const USUAL_STUDY = "study.yaml";

type MachinesGiven = Given<[CommandOption<"--scalebook <where>">, typeof runsDirOption]>;

/** `init --slurm`: writes a job script that records on nodes of a cluster. */
export async function initSlurm(given: MachinesGiven): Promise<Result> {
  const study = given.positionals[0] ?? USUAL_STUDY;
  const program = join(packagePaths.root, ".build", "main.js");
  await writeOwn(slurmFile, slurmScript({ program, study, runsDir: runsDirOf(given) }));
  const missing = existsSync(study) ? [] : [study];
  return {
    json: { file: slurmFile, study, program, missing },
    text: () => [
      `Wrote ${slurmFile}.\n`,
      ...missing.map(studyWords),
      `Read what it asks for, then submit it from a folder that all nodes see: sbatch ${slurmFile}\n`,
    ],
  };
}

/** `init --github-matrix`: writes the workflows that record on a matrix of runners, and by which a class hands in. */
export async function initMatrix(given: MachinesGiven): Promise<Result> {
  const { scalebook } = given.options;
  const source = scalebook === undefined ? usualSource() : givenSource(scalebook);
  const study = insideRepository(given.positionals[0] ?? USUAL_STUDY, "the study", "a study", USUAL_STUDY);
  const runsDir = insideRepository(runsDirOf(given).replace(/\/+$/, ""), "--runs-dir", "a folder", "runs");
  await writeOwn(matrixFile, matrixWorkflow({ source, runsDir, study }));
  await writeOwn(handInFile, handInWorkflow({ source, runsDir }));
  const { files } = supplyOf(source);
  const missing = [...files, study].filter((file) => !existsSync(file));
  return {
    json: { files: [matrixFile, handInFile], source, study, missing },
    text: () => [
      `Wrote ${matrixFile}, which is started by hand and proposes the runs of its runners as a pull request,\n`,
      `and ${handInFile}, which verifies what is handed in into ${HAND_IN}/, merges it and publishes the site.\n`,
      ...missing.map((file) => (file === study ? studyWords(file) : packWords(file))),
      `Commit both with ${[...files, study].map(printable).join(" and ")}, then on GitHub choose Settings, Pages, Source: GitHub Actions\n`,
    ],
  };
}

function studyWords(study: string): string {
  return `${printable(study)} is not there yet: scalebook init ${printable(shellWord(study))} writes one to start from\n`;
}
