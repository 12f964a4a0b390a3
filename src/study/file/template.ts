/** Experiments of the user's own work, all of them commented out. */
const OWN_WORK = `  # Your own work: a module that exports task(input), and inputs(size), setup, check(outputs), cleanup where it needs them.
  # - id: resize
  #   title: Resizing pictures
  #   question: Which strategy resizes pictures soonest?
  #   module: ./resize.mjs # from the folder of this file
  #   matrix:
  #     - { strategy: [sequential, thread-pool, process-pool], workers: 1..4, n: [10, 100] }

  # A function in Python: it takes the size, or one of the list that inputs(size) makes; setup, check(outputs), cleanup as above.
  # - id: words
  #   title: Counting words
  #   question: Do threads count words sooner, or processes?
  #   module: ./words.py:count # the function after the file's name; left out: task
  #   matrix:
  #     - strategy: [sequential, thread-pool, process-pool]
  #       workers: [1, 2, 4]
  #       n: { taskMs: 20 }
  #       # more: { start-method: [fork, spawn] } # how processes start; left out: as this Python does

  # Your own program, whatever it is written in: each trial is the command itself, from its start to its end.
  # - id: program
  #   title: A pool of processes of its own
  #   question: How does the program scale?
  #   command: python3 sum.py {n} --workers {workers} # factors are filled in; runs in the folder of this file
  #   bound: cpu # what limits it: cpu, io or wait
  #   # figures: [{ name: p99, pattern: 'json:latency.p99', unit: ms, better: lower }] # what it prints, in place of its time
  #   # shell: true # where a line needs a shell
  #   hooks: # commands around the trials, untimed
  #     setup: mkdir -p data # before the first trial
  #     prepare: sync # before every trial
  #     cleanup: rm -r data # after the last trial
  #   matrix:
  #     - { workers: [1, 2, 4], n: 1e6 }

  # Two versions of a module in one sitting: does the second take more time, and does it scale as well?
  # - id: faster-parser
  #   title: The parser before and after
  #   question: Is the new parser faster, and does it scale as well?
  #   modules: { before: ./parser-1.mjs, after: ./parser-2.mjs } # of programs: two variants called before and after
  #   # sideBySide: true # on Linux, in place of the twin: both at once, each on its half of the processors
  #   twin: true # the first a second time: what it differs by from itself is noise
  #   matrix:
  #     - { strategy: [sequential, thread-pool], workers: [1, 2, 4] }

  # Programs that do the same, each under a name of its own: the first is what others are compared with.
  # - id: sorts
  #   title: Quick or merge
  #   question: Which of the sorts is faster, and by how much?
  #   variants:
  #     quick: ./sort --quick {n}
  #     merge: ./sort --merge {n}
  #   matrix:
  #     - { n: 1e3..1e6 }
`;

/**
 * A study file to start from. It runs as it is, has every setting with an explanation, and names the schema for editors
 * in its first line.
 */
export function studyTemplate(schema: string): string {
  return `# yaml-language-server: $schema=${schema}
#
# A study: questions to ask this machine. Run it with
#     scalebook run --study study.yaml
# and see what it would do with --plan. What stands here may be given on the command line as well (scalebook run --help).

id: my-study
# hypothesis: Two workers halve the time. # what you expect: kept from before the first trial on, for the report

# How much: repeat until this time is used up, or every combination so often (blocks: 20).
budget: 60s
# Or end earlier, once every interval against a baseline is as narrow as this.
# precision: 2%
# End a trial that takes longer.
timeout: 60s

experiments:
  # A built-in workload (scalebook workloads) under several strategies (scalebook strategies).
  - id: loop
    title: A loop on more workers
    question: How does time fall with more workers?
    matrix:
      # Every combination of these levels is timed; a second matrix adds its combinations.
      - workload: random-loop
        strategy: [sequential, thread-pool, process-pool]
        workers: 1..4 # a list such as [1, 2, 4, 8], a range, or one number
        tasks: 8 # or per-worker: as many tasks as workers
        n: { taskMs: 20 } # the size at which a task takes 20 ms alone; or numbers, or a range such as 1e3..1e6
        # pool: [fresh, warm]              # for pools: start-up within the time, or not
        # launch: [bounded, all-at-once]   # for thread-per-task and process-per-task
        # scheduling: [next-free, rounds, static-chunks] # who does which task when
        # more: { skew: [none, mixed], cores: [1, 2] } # levels of further factors; cores: on Linux, bind trials to so many
    # Combinations to leave out: each factor that is named has one of the levels listed.
    exclude:
      - { strategy: process-pool, workers: [3] }

${OWN_WORK}`;
}
