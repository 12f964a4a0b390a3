/** Titles and questions of built-in experiments as older runs have them, and as they are worded now. */
const REWORDED: ReadonlyMap<unknown, string> = new Map([
  [
    "Who does the work: which process and which thread does each of four tasks run in?",
    "Which process and which thread runs each of four tasks?",
  ],
  [
    "How does time fall with more workers, and which steps give nothing?",
    "How many workers should share 8 tasks, and which steps gain nothing?",
  ],
  [
    "How does the time of a batch grow with its tasks, and why do some numbers of workers give nothing?",
    "When does one more task take more time, and which numbers of workers gain nothing?",
  ],
  ["A task more for every worker more", "One more task with every worker"],
  [
    "Up to how many workers do tasks not slow each other down, and how many leave timings reliable?",
    "How many workers can run a task each without slowing down, and how many leave timings reliable?",
  ],
  [
    "What is the best number of workers for 20 tasks, and what does it cost to use more?",
    "How many workers are best for 20 tasks, and what do more of them cost?",
  ],
  [
    "How long must a task be for workers to pay, and what do start-up, dispatch and work each cost?",
    "How long must a task be for workers to pay off, and what do start-up, dispatch and work cost?",
  ],
  ["Tasks that hand back much", "Tasks that return much data"],
  [
    "Up to which size of returned data does parallel still win, and what does the way back cost?",
    "How much data can tasks return before workers stop paying off, and what does returning it cost?",
  ],
  ["More than one heap holds", "More data than one heap holds"],
  [
    "What happens when one process runs out of memory, and can a pool that shares the list go on?",
    "What happens when one process runs out of memory, and can a pool that splits the list finish?",
  ],
  ["CPU and memory meanwhile", "CPU and memory over time"],
  [
    "What do CPU and memory do while nothing runs, while one process works and while a pool works?",
    "How much CPU and memory do an idle process, a working one and a pool use?",
  ],
  [
    "How much memory do many processes alive at once take, against a pool with as many tasks in hand?",
    "How much memory do many processes at once need, compared with a pool?",
  ],
  [
    "What does starting a pool cost, and after how many tasks is it paid back?",
    "What does starting a pool cost, and after how many tasks has it paid off?",
  ],
  ["Tasks of different length", "Tasks of different lengths"],
  [
    "Does it matter for uneven tasks whether a worker takes the next one, waits for the round, or has its share?",
    "How should uneven tasks be handed out: to whoever is free, in rounds, or in fixed shares?",
  ],
  [
    "What does each pool library ask for handing out a task, and how does it deal with uneven ones?",
    "How fast does each pool library hand out a task, and how does it cope with uneven ones?",
  ],
  [
    "How long must other work of the caller wait for its event loop while the tasks run?",
    "How long must the rest of the program wait for its event loop while the tasks run?",
  ],
  [
    "Do workers help on real work: how many map files a second are converted?",
    "Do workers help with real work, converting map files?",
  ],
  [
    "Do the programs that a course starts with gain from workers as plain loops do?",
    "Do matrix products and sorting gain from workers as simple loops do?",
  ],
  [
    "Do the programs that a course starts with gain from workers as simple loops do?",
    "Do matrix products and sorting gain from workers as simple loops do?",
  ],
]);

/** A run whose built-in experiments have their present titles and questions: the words are for people, and name the same. */
export function reworded(run: Record<string, unknown>): Record<string, unknown> {
  const { experiments } = run;
  if (!Array.isArray(experiments)) return run;
  return { ...run, experiments: experiments.map(withPresentWords) };
}

function withPresentWords(experiment: unknown): unknown {
  if (typeof experiment !== "object" || experiment === null) return experiment;
  const found = ["title", "question"].flatMap((name) => {
    const words = REWORDED.get((experiment as Record<string, unknown>)[name]);
    return words === undefined ? [] : [[name, words]];
  });
  return found.length === 0 ? experiment : { ...experiment, ...Object.fromEntries(found) };
}
