/** A language other than Node's that has a host. */
export interface HostLanguage {
  /** Its name, for people. */
  title: string;
  /** Programs that are looked for in PATH where none is named, best first. */
  programs: readonly string[];
  /** The oldest version that runs the host. */
  oldest: readonly [major: number, minor: number];
  /** The command that starts the host with a program of the language; `compiled`: the host as {@link compile} left it. */
  words(program: string, compiled?: string): string[];
  /** The command that compiles the host into a file with that ending, so that it starts sooner. */
  compile(program: string, target: string): string[];
  compiledEnding: string;
  /** What to do where there is none, as the end of a message. */
  remedy: string;
  /** What to do where a module is not loaded in time, as the end of a message. */
  slowToLoad: string;
  /** Whether a task without inputs gets its size as its argument, so that sizes can be found for it. */
  taskTakesSize: boolean;
  /** Endings of the files of users' modules, without the dot. */
  endings: readonly string[];
}
