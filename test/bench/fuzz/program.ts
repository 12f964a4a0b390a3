import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FuzzedProgram } from "./targets.js";

/** What is fuzzed, module by module: the sources in tests, the compiled program in a bench. */
export interface FuzzedModules {
  analyse: typeof import("../../../.build/analysis/analyse.js");
  catalogue: typeof import("../../../.build/app/catalogue.js");
  options: typeof import("../../../.build/cli/options/asked-recording.js");
  formats: typeof import("../../../.build/formats/index.js");
  recognise: typeof import("../../../.build/formats/recognise.js");
  cache: typeof import("../../../.build/record/files/cache.js");
  journal: typeof import("../../../.build/record/journal/read-journal.js");
  parse: typeof import("../../../.build/record/schema/parse-run.js");
  ids: typeof import("../../../.build/record/schema/run-id.js");
  site: Pick<typeof import("../../../.build/report/site/output-folder.js"), "manifestPaths">;
  ownWork: typeof import("../../../.build/runner/request/own-work.js");
  cells: typeof import("../../../.build/runner/request/run-cells.js");
  study: typeof import("../../../.build/study/file/load.js");
  errors: typeof import("../../../.build/user-error.js");
}

type Study = Parameters<FuzzedModules["cells"]["planCells"]>[0];
type Overrides = Parameters<FuzzedModules["cells"]["planCells"]>[2];
type Given = Parameters<FuzzedModules["options"]["askedRecording"]>[0];

/** Generation of a cache that nothing else has. */
const GENERATION = "0123456789abcdef";

/** The parts of the program that read files of strangers. */
export async function fuzzedProgram(modules: FuzzedModules): Promise<FuzzedProgram> {
  const { analyse, options, formats, recognise, cache, journal, parse, ids, site, ownWork, cells, study, errors } =
    modules;
  const catalogue = await modules.catalogue.loadCatalogue();
  // Own work is looked at by starting it.
  const plan = (asked: Study, overrides: Overrides) => {
    const experiments = asked.experiments.filter((one) => !ownWork.isOwnWork(one));
    return cells.planCells({ ...asked, experiments }, catalogue, overrides);
  };
  return {
    isMistake: (error): error is Error => error instanceof errors.UserError,
    parseRun: (text) => parse.parseRunText(text, "run.json"),
    analyse: analyse.analyseRun,
    readJournal: journal.readJournal,
    planStudy: async (path) => plan((await study.loadStudy(path, catalogue)).study, {}),
    async planOptions(given) {
      const { asked } = await options.askedRecording({ positionals: [], options: given } as unknown as Given);
      return plan(asked.loaded.study, asked.overrides);
    },
    manifestPaths: site.manifestPaths,
    keptLines(folder, file) {
      const opened = cache.openCache(folder, GENERATION);
      writeFileSync(join(folder, GENERATION, "lines"), file);
      return opened.lines("lines");
    },
    importFile(text, file) {
      const format = recognise.recogniseFormat(text, file) ?? "csv";
      return formats.importers[format].importRun({ text, file, sha256: ids.sha256(text), now: new Date(0) });
    },
  };
}
