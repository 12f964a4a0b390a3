import type { AskedRecording } from "../../app/record-request.js";
import type { AskedCommits } from "../../app/work-trees/asked-commits.js";
import { refuseUnwritable } from "../../record/files/regular-files.js";
import type { Io } from "../command.js";

/** A recording whose versions, if it names commits, are checked out. */
export interface OpenedRecording {
  asked: AskedRecording;
  notes: readonly string[];
  /** From here on the recording itself hears interrupts. */
  handOver(): void;
}

/**
 * Does the work while the two commits, if there are any, are checked out; they are removed whatever happens. An interrupt before
 * the recording ends the program at once.
 */
export async function inWorkTrees<Result>(
  { asked, commits }: { asked: AskedRecording; commits?: AskedCommits },
  io: Io,
  work: (opened: OpenedRecording) => Promise<Result>,
): Promise<Result> {
  if (commits === undefined) return work({ asked, notes: [], handOver() {} });
  // Building takes minutes.
  await refuseUnwritable(asked.runsDir);
  const { openWorkTrees } = await import("../../app/work-trees/open-work-trees.js");
  const stop = new AbortController();
  let isHandedOver = false;
  const stopListening = io.onInterrupt(() => {
    if (isHandedOver) return;
    stop.abort();
    process.exit(130);
  });
  try {
    const options = { folder: asked.folder, stop: stop.signal, say: (text: string) => io.err(`${text}\n`) };
    const { repository, sources, notes, close } = await openWorkTrees(commits, options);
    try {
      const handOver = () => {
        isHandedOver = true;
      };
      const said = [...notes, ...sameFiles(asked, repository)];
      return await work({ asked: { ...asked, versionSources: sources }, notes: said, handOver });
    } finally {
      close();
    }
  } finally {
    stopListening();
  }
}

/** Says that a command which names files of the repository by their whole path starts them for both versions. */
function sameFiles({ loaded }: AskedRecording, repository: string): string[] {
  const lines = loaded.study.experiments.flatMap(({ command = "" }) => command);
  if (!lines.some((line) => line.includes(`${repository}/`))) return [];
  return [
    `The command names files in ${repository}, which are the same for both versions: paths from the current folder are taken in each`,
  ];
}
