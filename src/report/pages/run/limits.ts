import { GENERAL_FLOOR_PERCENT } from "../../../analysis/comparing/verdict.js";
import { disturbanceSentences } from "../../../analysis/results/disturbance-words.js";
import { elsewhereSentences } from "../../../analysis/results/elsewhere-words.js";
import { oneEach } from "../../../analysis/results/once-words.js";
import { partWords } from "../../../analysis/results/part-words.js";
import { queueCounts } from "../../../analysis/results/queue-words.js";
import { hasFailed } from "../../../record/folder/run-facts.js";
import { fixed, plural, whole } from "../../../words/number.js";
import { percentLevel } from "../../../words/percent.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { repeatWords } from "../../page-model/run-words.js";

/** Limits of a run, computed from its design and its gaps. */
export function limitsOf(entry: RunEntry): string[] {
  return [
    ...shown(entry),
    ...evidence(entry),
    ...origin(entry),
    ...parts(entry),
    ...gaps(entry),
    ...sides(entry),
    ...elsewhereSentences(entry.run),
    ...load(entry),
    ...disturbances(entry),
    ...always(entry),
  ];
}

function shown({ analysis }: RunEntry): string[] {
  const words = partWords(analysis);
  return words === null ? [] : [words];
}

function evidence(entry: RunEntry): string[] {
  const { analysis, run } = entry;
  const { blocks, quick, interleaved } = analysis;
  if (hasFailed(run)) {
    return ["The program failed in every combination of the first repeat, and the recording ended there."];
  }
  if (blocks.max === 0) return ["No combination has a usable repeat: there is nothing to compare."];
  if (blocks.max === 1) {
    return [
      `${oneEach(analysis.experiments.flatMap(({ cells }) => cells))}: no interval can be given, and no difference can be told from noise. Percentages describe these figures and no others.`,
    ];
  }
  const limits: string[] = [];
  if (quick) limits.push(`Quick: ${repeatWords(entry.analysis.blocks)}; verdicts that can be relied on need 20.`);
  if (!interleaved)
    limits.push("The combinations were not interleaved: a slow minute may have hit one and spared another.");
  if (run.status === "interrupted") limits.push("The run was interrupted: the last repeat may lack combinations.");
  return limits;
}

function origin({ run }: RunEntry): string[] {
  if (run.origin === undefined) return [];
  return ["Recorded elsewhere and imported: how it was measured is known only as far as the file says."];
}

function parts({ run, line: { runs, broken } }: RunEntry): string[] {
  const before = (run.resumed ?? []).filter(({ trials }) => trials > 0);
  return [
    ...(runs.length > 1
      ? [
          `The repeats come from ${runs.length} recordings of one study on one machine; combinations are compared within a repeat, never across recordings.`,
        ]
      : []),
    ...(before.length === 0
      ? []
      : [
          `The run was interrupted and resumed: it was recorded in ${before.length + 1} sittings, and a repeat may be of two of them.`,
        ]),
    ...(broken === null ? [] : ["The run continues another one whose repeats are not shown here."]),
  ];
}

function gaps({ analysis }: RunEntry): string[] {
  const cells = analysis.experiments.flatMap((experiment) => experiment.cells);
  const unfinished = cells.filter(({ failures }) => failures.length > 0);
  const planned = unfinished.filter(({ factors }) => typeof factors.more?.fault === "string").length;
  const failed = unfinished.length - planned;
  const unresolved = cells.filter(({ belowResolution }) => belowResolution).length;
  const dropped = cells.filter((cell) => cell.dropped !== undefined).length;
  return [
    planned > 0
      ? `In ${plural(planned, "combination")} a task fails as planned, to see what becomes of the others; they are in no comparison.`
      : "",
    failed > 0
      ? `${plural(failed, "combination")} had repeats that did not finish; these are left out of every comparison that needs them.`
      : "",
    unresolved > 0
      ? `${plural(unresolved, "combination")} took less than the clock can show and ${unresolved === 1 ? "is" : "are"} in no comparison.`
      : "",
    dropped > 0
      ? `${plural(dropped, "combination")} ${dropped === 1 ? "was" : "were"} left out or cut short to keep the time budget.`
      : "",
  ].filter(Boolean);
}

/** What two versions that ran at once had in common. */
function sides({ run }: RunEntry): string[] {
  const atOnce = run.experiments.flatMap(({ versions }) => (versions?.sideBySide ? versions : []));
  if (atOnce.length === 0) return [];
  const shared = atOnce.some(({ sharedCore }) => sharedCore)
    ? "The halves are threads of one physical core, which slow each other down."
    : "Each may have slowed the other, through memory for instance.";
  return [`Both versions ran at once, each on its half of the processors. ${shared}`];
}

/** Load of other programs before and during the run. */
function load({ run, analysis }: RunEntry): string[] {
  const { trials, judged } = analysis.starved;
  const { loadBefore, stealMs, throttledMs } = run.conditions ?? {};
  return [
    trials > 0
      ? `${whole(trials)} of ${plural(judged, "measurement")} that can be judged ${trials === 1 ? "was" : "were"} disturbed by other programs: ${trials === 1 ? "it" : "they"} waited longer for a core than ${trials === 1 ? "its" : "their"} own workers explain. ${trials === 1 ? "It is marked and stays" : "They are marked and stay"} in every figure.`
      : "",
    typeof loadBefore === "number" && loadBefore > 0.5
      ? `The machine was not idle before the run: load ${fixed(loadBefore, 2)}.`
      : "",
    typeof stealMs === "number" && stealMs > 0 ? "The hypervisor took CPU time away during the run." : "",
    typeof throttledMs === "number" && throttledMs > 0 ? "The CPU quota held the run back at times." : "",
  ].filter(Boolean);
}

/** What happened to the machine itself. */
function disturbances({ run: { conditions, experiments } }: RunEntry): string[] {
  const trials = experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  const marked = trials.filter(({ disturbed }) => disturbed !== undefined).length;
  return disturbanceSentences(conditions?.disturbances ?? [], marked);
}

function always({ analysis, run, line: { runs } }: RunEntry): string[] {
  const floor = percentLevel(analysis.floorPercent);
  const own = (run.machine.floorPercent ?? 0) > GENERAL_FLOOR_PERCENT;
  const measured = own ? "measured on this machine" : "the general limit";
  // Of an import neither the day nor that the machine was one is known.
  const where =
    run.origin === undefined
      ? `One machine${queueCounts(run) === null ? "" : " and those of its queue"}${runs.length > 1 ? "" : ", one day"}. `
      : "";
  return [
    `${where}The smallest change that counts is ${floor} (${measured}), and ${analysis.experiments.every(({ measure }) => measure === undefined) ? "times" : "figures"} within 3 % count as equal.`,
    "The report says what changed beside what; it does not say why.",
  ];
}
