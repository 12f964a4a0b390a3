import { availableParallelism } from "node:os";
import { VARIANT_ADVICE, VARIANT_NAME } from "../../study/levels.js";
import type { ExperimentDefinition, Study, Versions } from "../../study/study.js";
import { namedVersions, whyNotSideBySide, withVersions } from "../../study/versions.js";
import { UserError } from "../../user-error.js";

/** The two modules that an option names, such as `before=./a.mjs,after=./b.mjs`; `null` where it is one path. */
export function namedModules(text: string, option: string): Record<string, string> | null {
  if (!/^[^=,/\\]*=/.test(text)) return null;
  const named = text.split(",").map((part) => /^([^=]*)=(.*)$/s.exec(part)?.slice(1) ?? []);
  const modules = Object.fromEntries(named);
  const isRight = named.every(([name = "", path = ""]) => VARIANT_NAME.test(name) && path.trim() !== "");
  if (isRight && named.length === 2 && Object.keys(modules).length === 2) return modules;
  const ending = option === "--python" ? "py" : "mjs";
  throw new UserError(
    `${option} is "${text}": give one file, or two with names, such as before=./a.${ending},after=./b.${ending}; each is ${VARIANT_ADVICE}`,
  );
}

/** What an experiment that compares two versions of some work is called, and what it asks. */
export function versionsAbout(
  work: string,
  { before, after }: Versions,
): Pick<ExperimentDefinition, "id" | "title" | "question"> {
  return {
    id: "versions",
    title: `${work}, ${before} and ${after}`,
    question: `Does ${after} take more time than ${before}, and does it scale as well?`,
  };
}

const FOR_VERSIONS =
  "is for two versions: give --module before=./a.mjs,after=./b.mjs, --variant before='...' --variant after='...', or --git main..HEAD with --module or --command";

/**
 * The study with its versions side by side; `usual`: its numbers of workers are not asked for, and those that half of the
 * processors has no room for are left out. Throws a UserError where the versions cannot run at once.
 */
export function withSideBySide(study: Study, usual: boolean): Study {
  const most = Math.max(1, Math.floor(availableParallelism() / 2));
  return {
    ...study,
    experiments: study.experiments.map((experiment) => {
      const versions = experiment.versions ?? namedVersions(experiment, true) ?? undefined;
      if (versions === undefined) throw new UserError(`--side-by-side ${FOR_VERSIONS}`);
      const why = whyNotSideBySide({ ...experiment, versions });
      if (why !== null) throw new UserError(`--side-by-side ${why}`);
      const compared = experiment.versions ? experiment : withVersions(experiment, versions, false);
      const matrix = compared.matrix.map((levels) => ({
        ...levels,
        workers: usual ? levels.workers.filter((workers) => workers <= most) : levels.workers,
      }));
      return { ...compared, matrix, versions: { ...versions, sideBySide: true } };
    }),
  };
}

/** Throws a UserError where a study file wants versions side by side, and an option what leaves no room for that. */
export function refuseSideBySide({ experiments }: Study): void {
  for (const { id, versions, hooks } of experiments) {
    const why = versions?.sideBySide && whyNotSideBySide({ versions, ...(hooks && { hooks }) });
    if (why) throw new UserError(`${id} has sideBySide, which ${why}`);
  }
}

/** The study with a twin of the first version of each experiment that has two. Throws a UserError where none has. */
export function withTwins(study: Study): Study {
  const named = study.experiments.map((experiment) => experiment.versions ?? namedVersions(experiment, true));
  if (named.every((versions) => versions === null)) {
    throw new UserError(`--twin ${FOR_VERSIONS}`);
  }
  return {
    ...study,
    experiments: study.experiments.map((experiment, index) => {
      const versions = named[index];
      if (!versions) return experiment;
      const { versions: twins, ...study } = withVersions(experiment, versions, true);
      return { ...study, versions: { ...versions, ...twins } };
    }),
  };
}
