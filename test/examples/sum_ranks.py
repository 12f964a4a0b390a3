"""Sums up to N in ranks that srun or mpirun starts: srun -n {workers} python3 sum_ranks.py {n}."""

import os
import sys


def of_rank(srun: str, open_mpi: str, alone: int) -> int:
    return int(os.environ.get(open_mpi) or os.environ.get(srun) or alone)


rank = of_rank("SLURM_PROCID", "OMPI_COMM_WORLD_RANK", 0)
ranks = of_rank("SLURM_NTASKS", "OMPI_COMM_WORLD_SIZE", 1)
print(sum(range(rank, int(sys.argv[1]), ranks)))
