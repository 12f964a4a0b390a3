import type { Run } from "../../record/schema/run-schema.js";
import { type CellView, cellViews, inReadingOrder } from "../cells/cell-view.js";
import { type Standing, standingOf } from "../cells/evidence.js";
import { medianTime, outcomes } from "../comparing/cell-summary.js";
import type { CellSummary } from "../results/run-analysis.js";
import { type ControlInShort, controlInShort, quotientOf } from "./control-cell.js";

/** What lists, overviews and histories show of a run file: its description, without trials. */
export type RunFacts = Pick<
  Run,
  | "id"
  | "parent"
  | "study"
  | "studyHash"
  | "label"
  | "status"
  | "startedAt"
  | "finishedAt"
  | "seed"
  | "machine"
  | "commit"
> & {
  /** Its control cell. */
  controlCell?: ControlInShort | undefined;
  software: Pick<Run["software"], "tool" | "node" | "execArgv">;
  origin?: Pick<NonNullable<Run["origin"]>, "format"> | undefined;
  experiments: readonly ExperimentFacts[];
};

export interface ExperimentFacts {
  id: string;
  title: string;
  question?: string | undefined;
}

/** A cell's own figures, as a point of its history shows them. */
export type PointCell = Pick<
  CellSummary,
  "factors" | "key" | "label" | "trials" | "failures" | "dropped" | "belowResolution" | "medianMs" | "intervalMs"
>;

/** All that is kept of a cell where its run is not at hand: its figures, and the times that they are of. */
export type CellDigest = PointCell &
  CellView & {
    /** Median of its times over those of the control cell beside them; `null` where either is of too few. */
    quotient: number | null;
  };

export interface ExperimentDigest {
  id: string;
  title: string;
  /** In reading order. */
  cells: readonly CellDigest[];
}

/** A run of which only the times are kept: what all pages need but its own and those of its comparisons. */
export interface RunDigest {
  run: RunFacts;
  standing: Standing;
  experiments: readonly ExperimentDigest[];
}

/** Digests a run, without comparing anything: a hundredth of its size, at a tenth of the work of its analysis. */
export function digestOf(run: Run): RunDigest {
  const quotient = quotientOf(run.control);
  const experiments = run.experiments.map((experiment) => ({
    id: experiment.id,
    title: experiment.title,
    cells: inReadingOrder(cellViews(experiment)).map((view): CellDigest => {
      const cell = experiment.cells[view.index];
      if (cell === undefined) throw new Error(`no cell ${view.index} in ${experiment.id}`);
      return { ...view, ...outcomes(cell), ...medianTime(view), quotient: quotient(view.times) };
    }),
  }));
  const usable = experiments.flatMap(({ cells }) => cells.map(({ times }) => times.length));
  return { run: factsOf(run), standing: standingOf(run, usable), experiments };
}

function factsOf(run: Run): RunFacts {
  const { id, parent, study, studyHash, label, status, startedAt, finishedAt, seed, machine, control, commit } = run;
  const { tool, node, execArgv } = run.software;
  return {
    id,
    ...(parent !== undefined && { parent }),
    study,
    studyHash,
    ...(label !== undefined && { label }),
    status,
    startedAt,
    finishedAt,
    seed,
    machine,
    software: { tool, node, ...(execArgv && { execArgv }) },
    ...(control && { controlCell: controlInShort(control) }),
    ...(commit !== undefined && { commit }),
    ...(run.origin && { origin: { format: run.origin.format } }),
    experiments: run.experiments.map(({ id, title, question }) => ({
      id,
      title,
      ...(question !== undefined && { question }),
    })),
  };
}
