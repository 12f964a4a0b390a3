import { shellWord } from "../../study/command-line.js";

/** What the job script is made from. */
export interface SlurmInput {
  /** The program's entry point, on a disk that the nodes see. */
  program: string;
  study: string;
  runsDir: string;
}

export const slurmFile = "scalebook.sbatch";

/**
 * A job script for those who want more than `run --slurm` offers: an array, an element a node that it has alone. Each records into
 * a folder of its node and merges that at its end.
 */
export function slurmScript({ program, study, runsDir }: SlurmInput): string {
  return `#!/bin/bash
# Records a study on nodes of a cluster, on each by itself. Submit it from a folder that all nodes see:
#   sbatch ${slurmFile}                       further options go to scalebook run: sbatch ${slurmFile} --blocks 20
# \`scalebook run --slurm --nodes 2\` does this without a script, waits, and tells what failed; here everything can be changed.
# What an element had that was killed: scalebook merge scalebook-nodes/*/runs brings it, and run --resume goes on with it.

#SBATCH --job-name=scalebook
# One element a node: as many as nodes are to be recorded.
#SBATCH --array=1-2
#SBATCH --nodes=1
# Nobody else on the node: what runs beside a measurement is measured too.
#SBATCH --exclusive
# Longer than the study takes: scalebook run --plan tells. Two minutes before the end it is asked to finish, and keeps what it has.
#SBATCH --time=01:00:00
#SBATCH --signal=B:INT@120
#SBATCH --output=scalebook-%A_%a.log
##SBATCH --partition=NAME
##SBATCH --constraint=FEATURE

set -u
study=${shellWord(study)}
runs=${shellWord(runsDir)}
scalebook=(node ${shellWord(program)})
# Where Node comes from a module:
# module load nodejs

# A folder for each node: its identity, and its runs until they are merged.
folder="scalebook-nodes/$SLURMD_NODENAME"
mkdir -p "$folder"
# Homes are shared, and the identity of a machine is kept there: each node has its own.
export SCALEBOOK_CONFIG="$PWD/$folder"

# Slurm may give a node to several elements, one after the other: the first of them records.
if ! mkdir "$folder/job-\${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}"; then
  echo "$SLURMD_NODENAME was recorded by another element of this job; for another node: sbatch --exclude=$SLURMD_NODENAME ${slurmFile}"
  exit 0
fi

# The node's name becomes the name of the machine, also on pages.
"\${scalebook[@]}" run --study "$study" --machine "$SLURMD_NODENAME" --runs-dir "$folder/runs" "$@" &
recording=$!
# The end of the time comes to this script alone; what scancel sends comes to the recording as well.
trap 'kill -TERM "$recording"' INT
trap : TERM
wait "$recording"
code=$?
# A signal ends the wait; the recording is still finishing.
while kill -0 "$recording" 2> /dev/null; do wait "$recording"; code=$?; done

# Runs of all nodes together; \`scalebook build --runs-dir\` on them shows the nodes side by side.
"\${scalebook[@]}" merge "$folder/runs" --runs-dir "$runs" || code=$?
exit "$code"
`;
}
