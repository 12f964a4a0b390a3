/** The built-in experiments, by what they show. */
export const EXAMPLES = {
  workers: "time, speed-up and rounds over the number of workers",
  "process-vs-pool": "what starting a process for every task costs beside a pool",
  "thread-vs-process": "event loop, threads and processes on the same work",
  "small-vs-large-n": "where the cost of starting workers is paid back",
} as const;

export interface Term {
  /** Anchor on the page. */
  id: string;
  term: string;
  /** Two or three sentences. */
  text: string;
  /** The experiment that shows it. */
  experiment?: keyof typeof EXAMPLES;
}

/** The words of the field as this site uses them; one word, one thing. */
export const TERMS: readonly Term[] = [
  {
    id: "process",
    term: "process",
    text: "A running program with memory of its own. Processes see each other's data only through messages or files, so a crash of one leaves the others alone. Starting one in Node takes some 20 to 50 ms.",
    experiment: "process-vs-pool",
  },
  {
    id: "thread",
    term: "thread",
    text: "A line of execution inside a process. A worker thread of Node has its own heap and event loop, shares the process with the others, and can share raw memory with them. It starts faster and takes less memory than a process.",
    experiment: "thread-vs-process",
  },
  {
    id: "worker",
    term: "worker",
    text: "Whatever executes tasks: a thread or a process. The number of workers says how many tasks can run at once, not how many cores there are.",
    experiment: "workers",
  },
  {
    id: "pool",
    term: "pool",
    text: "Workers that are kept and take one task after another. Their start-up is paid once a worker instead of once a task, which pays when tasks are many or short.",
    experiment: "process-vs-pool",
  },
  {
    id: "event-loop",
    term: "event loop and interpreter lock",
    text: "In Node one thread runs all JavaScript of a program and takes turns between tasks that wait. Waiting overlaps; computing does not. Python's interpreter lock has the same effect on its threads, which is why neither speeds up CPU-bound work.",
    experiment: "thread-vs-process",
  },
  {
    id: "isolation",
    term: "isolation",
    text: "What one worker does to its variables does not reach another. Processes and worker threads have it by default: a global that a task writes is seen by that worker only.",
  },
  {
    id: "message-passing",
    term: "message passing",
    text: "Workers exchange copies of data. It needs no locks, but every byte is copied, so the cost grows with what is sent and returned.",
  },
  {
    id: "shared-memory",
    term: "shared memory",
    text: "Memory that several workers read and write without copying. Fast, and the place where races happen; in Node threads share it through a SharedArrayBuffer, processes do not.",
  },
  {
    id: "load-balance",
    term: "load balance",
    text: "How evenly the work is spread: mean over largest busy time of the workers. At 1 all finish together; below it some stand idle while the last one works.",
    experiment: "workers",
  },
  {
    id: "fault-tolerance",
    term: "fault tolerance",
    text: "What is left when a worker dies. A process takes only its own task with it; a thread that brings down its process takes all.",
  },
  {
    id: "overhead",
    term: "overhead",
    text: "Time that parallel execution adds: starting workers, handing out tasks, sending data, collecting results. Only what is missing from the ideal by rounds and cores counts as overhead here.",
    experiment: "small-vs-large-n",
  },
  {
    id: "strong-scaling",
    term: "strong scaling",
    text: "The same work on more workers. The question is how far its time falls.",
    experiment: "workers",
  },
  {
    id: "weak-scaling",
    term: "weak scaling",
    text: "Work that grows with the workers: twice the workers, twice the tasks. The question is how long its time stays level.",
  },
  {
    id: "speed-up",
    term: "speed-up",
    text: "Time of the sequential run over time of the parallel one: 4× is a quarter of the time. Against a single worker of the same strategy it is a second figure, named so, and usually the more flattering one.",
    experiment: "workers",
  },
  {
    id: "efficiency",
    term: "efficiency",
    text: "The share of what was possible that was reached. Speed-up ÷ workers asks it of the workers; speed-up ÷ ideal asks it of what rounds and cores allow.",
    experiment: "workers",
  },
  {
    id: "ideal",
    term: "ideal speed-up",
    text: "What equal tasks allow at best: T tasks on w workers need ceil(T ÷ w) rounds, so the ideal is T ÷ ceil(T ÷ w), a staircase. CPU-bound work on c cores cannot do better than c.",
    experiment: "workers",
  },
  {
    id: "rounds",
    term: "rounds",
    text: "How often every worker takes a task: 8 equal tasks on 4 workers are two rounds, and on 6 workers two rounds as well, so the step from 4 to 6 can gain nothing. Reckon rounds before blaming hardware.",
    experiment: "workers",
  },
  {
    id: "where-time-goes",
    term: "where the time goes",
    text: "Workers × wall clock is all the time that a run had. It is split into useful work (what the tasks take alone), extra work (CPU time above that), waiting for a core (ready to run, as the kernel counts it for each thread), being blocked, start-up, dispatch and transfer, idle time by rounds and by imbalance, and what is left unexplained. The parts add up to the whole.",
    experiment: "workers",
  },
  {
    id: "pop",
    term: "POP efficiencies",
    text: "Load balance is the mean over the largest time in tasks of a worker; communication efficiency that largest time over the wall clock; their product is parallel efficiency. Times computation scaling (the tasks' time alone over their time here) it gives global efficiency, which should equal speed-up ÷ workers.",
    experiment: "workers",
  },
  {
    id: "amdahl",
    term: "Amdahl's law",
    text: "If a share s of the work cannot be split, p workers give a speed-up of at most 1 ÷ (s + (1 − s) ÷ p), and never more than 1 ÷ s. It asks how fast a fixed amount of work can get.",
  },
  {
    id: "gustafson",
    term: "Gustafson's law",
    text: "If the work grows with the workers, the scaled speed-up is p + (1 − p)s', where s' is the serial share of the parallel run. It asks how much more work the same time can hold.",
  },
  {
    id: "karp-flatt",
    term: "Karp-Flatt metric",
    text: "The serial share that a measured speed-up implies: (1 ÷ S − 1 ÷ p) ÷ (1 − 1 ÷ p). If it stays level over workers there is a serial part; if it rises there is overhead.",
  },
  {
    id: "thresholds",
    term: "efficient to, worth it to, saturates at",
    text: "Three tested worker counts instead of a knee, which finders see on curves that have none. Efficient to: the largest without a gap whose speed-up ÷ workers has an interval that reaches 90 %; counts that rounds alone keep below it are passed over. Worth it to: the last before the gain of one more worker is clearly under half of the ideal one. Saturates at: the smallest within 5 % of the best, said only where more workers are level or slower.",
    experiment: "workers",
  },
  {
    id: "usl",
    term: "Universal Scalability Law (USL)",
    text: "A model of throughput with two brakes: waiting for something shared, and keeping copies in step. The second one makes throughput fall again beyond a peak, which is drawn only where the data support it.",
  },
  {
    id: "critical-threshold",
    term: "critical threshold",
    text: "The largest number of workers that the machine bears before times rise or scatter. It is given as a tested worker count together with the next tested one, never as a point between them.",
  },
  {
    id: "crossover",
    term: "crossover",
    text: "The size from which a parallel run beats the sequential one. It is given as a bracket of two tested sizes: the largest at which sequential clearly wins, and the smallest at which the other does.",
    experiment: "small-vs-large-n",
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
    id: "cell",
    term: "cell",
    text: "One combination of levels, for instance a process pool of 4 workers on 8 tasks. It is what gets timed.",
  },
  {
    id: "strategy",
    term: "strategy",
    text: "How tasks are given to workers: sequential, on the event loop, with a thread or process for every task, or with a pool of either.",
    experiment: "thread-vs-process",
  },
  {
    id: "interval",
    term: "95 % interval",
    text: "A range made by a rule that covers the true value in 95 of 100 such recordings. A change is believed when its interval leaves out zero and it survives the correction for many comparisons.",
  },
  {
    id: "verdict",
    term: "verdict",
    text: "Faster or slower: clear, and at least 2 % or this machine's noise. Equal within 3 %: shown to be no larger than that. Not enough evidence: neither could be shown, which is not the same as equal.",
  },
  {
    id: "floor",
    term: "floor",
    text: "The smallest change that is called one: 2 %, or the noise of the machine where that is larger. A machine's noise is what two recordings of one and the same program differ by in all but 2.5 % of comparisons of 20 blocks; scalebook doctor --self-test measures it.",
  },
  {
    id: "standard-deviation",
    term: "standard deviation (sd)",
    text: "How far trials scatter around their mean. One slow trial can inflate it, so medians and intervals on logarithms stand first.",
  },
  {
    id: "outlier",
    term: "outlier",
    text: "A trial beyond Tukey's fences: 1.5 (mild) or 3 (extreme) interquartile ranges outside the middle half. It is flagged and kept, since it happened.",
  },
  {
    id: "foreign-load",
    term: "starved by foreign load",
    text: "A trial whose tasks were ready and waited for a core longer than its own workers explain: more than 5 % of the workers' time with no more workers than cores, or 10 % above what more workers than cores do to each other. It is marked and kept.",
  },
  {
    id: "start-up",
    term: "start-up",
    text: "From the first call to start a worker until the first task runs. It is part of the total time everywhere, because a caller waits for it.",
    experiment: "process-vs-pool",
  },
  {
    id: "real-user-system",
    term: "real, user and system time",
    text: "Real time passes on the wall; user and system time are what all cores together spent in the program and in the kernel for it. On several cores real time falls while user time stays.",
    experiment: "thread-vs-process",
  },
  {
    id: "cores-busy",
    term: "cores busy",
    text: "User plus system time over real time: how many cores worked on average. A sequential program can exceed 1, since the collector of garbage has threads of its own.",
  },
  {
    id: "memory",
    term: "memory (PSS)",
    text: "Proportional set size: pages that several processes share are counted once, divided among them. Adding up resident sizes instead overstates a pool several times over.",
  },
  {
    id: "resolution",
    term: "below resolution",
    text: "A recorded time of 0: the work took less than one step of the clock. Such a cell is shown and enters no ratio.",
  },
  {
    id: "geometric-mean",
    term: "geometric mean",
    text: "The average for ratios: it does not change its mind when the reference is swapped. The arithmetic mean of percentages does, and is shown only beside it.",
  },
];
