import type { Chapter } from "./term.js";

export const recording: Chapter = {
  id: "how-it-is-recorded",
  title: "How it is recorded and compared",
  terms: [
    {
      id: "study",
      term: "study",
      text: "One or more experiments that are recorded together, as a file says. Its definition has a hash: two runs with the same one asked the same.",
      words: [],
    },
    {
      id: "experiment",
      term: "experiment",
      text: "One question: a workload, the factors that vary, and the comparisons that answer it.",
      words: [],
    },
    {
      id: "factor",
      term: "factor, level",
      text: "Factors are what an experiment varies: strategy, workers, size, number of tasks. Levels are the values that each of them takes.",
      words: ["factor"],
    },
    {
      id: "cell",
      term: "cell",
      text: "One combination of levels, for instance a process pool of 4 workers on 8 tasks. It is what gets timed.",
    },
    {
      id: "workload",
      term: "workload",
      text: "The work: how its inputs are made, what one task does with them, and how the result is checked. Every strategy must come to the same result.",
    },
    {
      id: "run",
      term: "run",
      text: "One execution of a study on one machine, kept in one file that is never changed afterwards.",
      words: [],
    },
    {
      id: "trial",
      term: "trial",
      text: "One cell executed once in a fresh process. It is what statistics count here: repeats inside one process resemble each other too much.",
    },
    {
      id: "block",
      term: "block",
      text: "Every cell once, in shuffled order. A slow minute of the machine then touches all cells of a block alike, and cells are compared within blocks.",
    },
    {
      id: "quick",
      term: "quick",
      text: "A run of fewer than 20 blocks. Its verdicts are made by the same rules, but many stay open that more blocks would decide.",
      words: [],
    },
    {
      id: "series",
      term: "series",
      text: "The same cell over the runs of one kind of machine, one major version of Node and one definition of the study: what a history shows. Runs that differ in any of these are never joined.",
      words: [],
    },
    {
      id: "control-cell",
      term: "control cell",
      text: "A small work that is the same in every run: 20 million random numbers drawn, some 25 ms on one core, in a process of its own. It is timed between the trials and takes a twentieth of the run at most. Where two runs are compared, times divided by it hold less of the hour's mood.",
      words: ["control cell"],
    },
    {
      id: "change-of-level",
      term: "change of level (suspected, confirmed)",
      text: "A place in a series from which on times are higher or lower, by the floor at least, with four runs or more on either side. It is suspected until later runs bring the p of a rank test to 0.001, which takes about seven runs on either side; then it is confirmed.",
      words: ["change of level", "changes of level"],
    },
    {
      id: "drift",
      term: "drift",
      text: "A steady change from run to run, without a place where it happens: a line describes the series better than levels do. It is said since when, and how much it comes to over its runs.",
      words: [],
    },
    {
      id: "serial-correlation",
      term: "serial correlation",
      text: "How far runs that follow each other resemble each other: of a run's distance from the level, the share that stays in the next one. Where there is some, a flat series wanders and seems to have steps, so intervals are widened by it and tests take it out first.",
      words: ["serial correlation"],
    },
    {
      id: "baseline-run",
      term: "baseline of a study",
      text: "The run that later ones of its study on this kind of machine are held against by scalebook check. scalebook baseline set names it.",
      words: [],
    },
    {
      id: "finding",
      term: "finding",
      text: "A sentence with its evidence: an estimate, its interval and a verdict. It is computed from the run, and a test computes it again.",
      words: ["finding"],
    },
    {
      id: "baseline",
      term: "baseline",
      text: "What a cell is measured against: the sequential cell of the same size, or where there is none, the fewest workers of the same strategy. Between runs it is called the reference.",
    },
    {
      id: "interval",
      term: "95 % interval",
      text: "A range made by a rule that covers the true value in 95 of 100 such recordings. A change is believed when its interval leaves out no change and it survives the correction for many comparisons.",
      words: ["95 % interval", "interval"],
    },
    {
      id: "verdict",
      term: "verdict",
      text: "Faster or slower: clear, and at least 2 % or this machine's floor. Equal within 3 %: shown to be no larger than that, by its 90 % interval. Not enough evidence: neither could be shown, which is not the same as equal.",
      words: ["verdict", "not enough evidence", "equal within 3 %"],
    },
    {
      id: "many-comparisons",
      term: "correction for many comparisons",
      text: "Of a hundred comparisons without any difference, five look clear by luck. Benjamini and Hochberg's correction asks more of each the more there are in an experiment; q is the p value after it.",
    },
    {
      id: "floor",
      term: "floor",
      text: "The smallest change that is called one: 2 %, or the noise of the machine where that is larger. A machine's noise is what two recordings of one and the same program differ by in all but 2.5 % of comparisons of 20 blocks; scalebook doctor --self-test measures it.",
      words: ["this machine's floor", "general floor"],
    },
    {
      id: "not-interleaved",
      term: "not interleaved",
      text: "Recorded one after the other instead of block by block. A slow hour then falls on one side only, and a difference holds the hour as well as the change.",
    },
    {
      id: "outlier",
      term: "outlier",
      text: "A trial beyond Tukey's fences: 1.5 (mild) or 3 (extreme) interquartile ranges outside the middle half. It is flagged and kept, since it happened. Cells of fewer than ten trials have no flags: their quartiles are too rough.",
    },
    {
      id: "foreign-load",
      term: "starved by foreign load",
      text: "A trial whose tasks were ready and waited for a core longer than its own workers explain: more than 5 % of the workers' time with no more workers than cores, or 10 % above what more workers than cores do to each other. It is marked and kept.",
      words: ["starved", "foreign load"],
    },
    {
      id: "standard-deviation",
      term: "standard deviation (sd)",
      text: "How far trials scatter around their mean. One slow trial can inflate it, so medians and intervals on logarithms stand first.",
      words: ["standard deviation"],
    },
    {
      id: "resolution",
      term: "below resolution",
      text: "A recorded time of 0: the work took less than one step of the clock. Such a cell is shown and enters no ratio.",
      words: ["below resolution"],
    },
  ],
};
