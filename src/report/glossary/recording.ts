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
      term: "combination (cell)",
      text: "One combination of levels, for instance a process pool of 4 workers on 8 tasks. It is what gets timed. Files, options and the literature on designed experiments call it a cell.",
      words: ["combination", "cell"],
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
      term: "repeat (trial)",
      text: "One measurement of a combination: it is executed once, in a fresh process. Repeats are what statistics count here; executions inside one process resemble each other too much. Files and the method call it a trial.",
      words: ["repeat", "trial"],
    },
    {
      id: "block",
      term: "block",
      text: "Every combination once, in shuffled order: the first repeat of each, then the second. A slow minute of the machine then touches all of a block alike, and combinations are compared within repeats, block by block.",
    },
    {
      id: "quick",
      term: "quick",
      text: "A run of fewer than 20 repeats. Its verdicts are made by the same rules, but many stay open that more repeats would decide.",
      words: [],
    },
    {
      id: "series",
      term: "series",
      text: "The same combination over the runs of one kind of machine, one major version of Node and one definition of the study: what a history shows. Runs that differ in any of these are never joined.",
      words: [],
    },
    {
      id: "control-cell",
      term: "control cell",
      text: "A small work that is the same in every run: 20 million random numbers drawn, some 25 ms on one core, in a process of its own. It is timed between the repeats and takes a twentieth of the run at most. Where two runs are compared, times divided by it depend less on the hour at which they were recorded.",
      words: ["control cell"],
    },
    {
      id: "change-of-level",
      term: "change of level (suspected, confirmed)",
      text: "A place in a series from which on times are higher or lower, by the smallest change that counts at least, with four runs or more on either side. It is suspected until later runs bring the p of a rank test to 0.001, which takes about seven runs on either side; then it is confirmed.",
      words: ["change of level", "changes of level"],
    },
    {
      id: "drift",
      term: "drift",
      text: "A steady change from run to run, without a place where it happens: a line describes the series better than levels do. The page says since when, and how much it comes to over its runs.",
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
      text: "The run that scalebook check compares later ones of its study on this kind of machine with. scalebook baseline set names it.",
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
      text: "What a combination is compared with: the sequential run of the same size, or where there is none, the fewest workers of the same strategy. Between runs it is called the reference.",
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
      text: "Faster or slower: clear, and by at least the smallest change that counts. Equal within 3 %: shown to be no larger than that, by its 90 % interval. Not enough evidence: neither could be shown, which is not the same as equal.",
      words: ["verdict", "not enough evidence", "equal within 3 %"],
    },
    {
      id: "many-comparisons",
      term: "correction for many comparisons",
      text: "Of a hundred comparisons without any difference, five look clear by chance. Benjamini and Hochberg's correction asks more of each the more there are in an experiment; q is the p value after it.",
    },
    {
      id: "floor",
      term: "smallest change that counts (floor)",
      text: "The smallest change that is called one: 2 %, or the noise of the machine where that is larger. A machine's noise is what two recordings of one and the same program differ by in all but 2.5 % of comparisons of 20 repeats; scalebook doctor --self-test measures it.",
      words: ["smallest change that counts", "smallest that counts", "this machine's floor", "general floor"],
    },
    {
      id: "not-interleaved",
      term: "not interleaved",
      text: "Recorded one after the other instead of in turns. A slow hour then falls on one side only, and a difference contains the hour as well as the change.",
    },
    {
      id: "outlier",
      term: "outlier",
      text: "A repeat beyond Tukey's fences: 1.5 (mild) or 3 (extreme) interquartile ranges outside the middle half. It is flagged and kept, since it happened. Combinations of fewer than ten repeats have no flags: their quartiles are too rough.",
    },
    {
      id: "foreign-load",
      term: "disturbed by other programs (starved)",
      text: "A repeat whose tasks were ready and waited for a core longer than its own workers explain: more than 5 % of the workers' time with no more workers than cores, or 10 % above what more workers than cores do to each other. It is marked and kept.",
      words: ["disturbed by other programs", "starved", "foreign load"],
    },
    {
      id: "standard-deviation",
      term: "standard deviation (sd)",
      text: "How far repeats scatter around their mean. One slow repeat can inflate it, so medians and intervals on logarithms stand first.",
      words: ["standard deviation"],
    },
    {
      id: "resolution",
      term: "below resolution",
      text: "A recorded time of 0: the work took less than one step of the clock. Such a combination is shown and is in no comparison.",
      words: ["below resolution"],
    },
  ],
};
