import { dirname, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { packagePaths } from "../../package-paths.js";
import { UserError } from "../../user-error.js";
import { command, jsonOption, option, runsDirOption } from "../command.js";

const USUAL_FILE = "study.yaml";

export const init = command({
  name: "init",
  args: "[file]",
  summary: "Write a study file to start from, with every setting explained",
  options: [
    option(
      "--github-pages",
      "Write a workflow instead that publishes the site on GitHub Pages, and say what becomes public",
    ),
    option("--gitlab-pages", "The same for GitLab Pages: .gitlab-ci.yml"),
    option(
      "--github-check",
      "Write a workflow instead that measures base and head of every pull request in turn, and fails where it is slower",
    ),
    option("--slurm", "Write a job script instead that records a study on nodes of a cluster: scalebook.sbatch"),
    option(
      "--github-matrix",
      "Write workflows instead: one records a study on a matrix of runners, one verifies, merges and publishes what a class hands in by pull request",
    ),
    option("--module <file>", "The module that this check measures (default: ./bench.mjs)"),
    option(
      "--scalebook <where>",
      "Where that job has Scalebook from: a tarball in the repository, or an https address, #commit at its end if wanted",
    ),
    runsDirOption,
    jsonOption,
  ],
  examples: [
    "init",
    "init my-study.yaml",
    "init --github-pages",
    "init --gitlab-pages --scalebook tools/scalebook.tgz",
    "init --github-check --module ./bench.mjs",
    "init --slurm study.yaml",
    "init --github-matrix study.yaml",
  ],
  async run(given, io) {
    const { "github-pages": github, "gitlab-pages": gitlab, "github-check": check, scalebook, module } = given.options;
    const { slurm, "github-matrix": matrix } = given.options;
    const alone = Object.entries({ "--github-check": check, "--slurm": slurm, "--github-matrix": matrix });
    const kinds = [github || gitlab, check, slurm, matrix].filter(Boolean).length;
    if (kinds > 1) throw new UserError(`${alone.find(([, is]) => is)?.[0]} writes a file of its own: give it alone`);
    if (module !== undefined && !check) throw new UserError("--module goes with --github-check");
    if (scalebook !== undefined && (slurm || kinds === 0))
      throw new UserError("--scalebook goes with --github-pages, --gitlab-pages, --github-check or --github-matrix");
    if (slurm) return (await import("./init-machines.js")).initSlurm(given);
    if (matrix) return (await import("./init-machines.js")).initMatrix(given);
    if (check) return (await import("./init-pages.js")).initCheck(given);
    if (github || gitlab) return (await import("./init-pages.js")).initPages(given, io);
    const [{ fileError }, { writeNew }, { studyTemplate }] = await Promise.all([
      import("../../record/files/regular-files.js"),
      import("../../record/files/write-whole.js"),
      import("../../study/file/template.js"),
    ]);
    const file = given.positionals[0] ?? USUAL_FILE;
    if (!/\.ya?ml$/.test(file)) throw new UserError(`${file} is written as YAML: give it a name that ends in .yaml`);
    try {
      // Never over a file that is there: it may hold a day's work.
      await writeNew(file, studyTemplate(schemaFor(file)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") {
        throw new UserError(`${file} is there already, and is kept: give another name`);
      }
      throw fileError(`cannot write ${file}`, error);
    }
    const text = () => `Wrote ${file}: edit it, then run scalebook run --study ${file}\n`;
    return { json: { file }, text };
  },
});

/** Reference of a study file to its schema: a path from its own folder where the package is below it, else by a URL. */
export function schemaFor(studyFile: string): string {
  const schema = resolve(packagePaths.schemas, "study.schema.json");
  const path = relative(dirname(resolve(studyFile)), schema);
  return path.startsWith("..") ? pathToFileURL(schema).href : `./${path.split(sep).join("/")}`;
}
