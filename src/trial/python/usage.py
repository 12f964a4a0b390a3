"""CPU and memory of this process and of those that it started."""

import os
import sys


def cpu_so_far():
    """
    User and system CPU in ms of this process and of those below it: tasks may start programs, whatever the strategy.
    `None` where the platform has no account.
    """
    try:
        import resource
    except ImportError:
        return None
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    living = list(cpu_below(os.getpid()))
    user = sum(usage.ru_utime * 1000 for usage in usages) + sum(user for user, _ in living)
    return user, sum(usage.ru_stime * 1000 for usage in usages) + sum(sys for _, sys in living)


def cpu_below(pid):
    """CPU of the processes below one that still live, with those that they have reaped (proc(5), fields 14 to 17)."""
    for child in children_of(pid):
        try:
            with open(f"/proc/{child}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        user, sys_, reaped_user, reaped_sys = (int(field) * 1000 / TICKS for field in fields[11:15])
        yield user + reaped_user, sys_ + reaped_sys
        yield from cpu_below(child)


TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def children_of(pid):
    children = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                children += [int(child) for child in file.read().split()]
    except OSError:
        pass
    return children


def peak_rss_bytes():
    """Most memory so far. Not by getrusage on Linux: there it counts what the runner had when it started this."""
    try:
        with open("/proc/self/status", "rb") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(b"VmHWM"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def limit_memory(megabytes, unless_limited=False):
    """Lets this process, and each that it starts, have so much more memory than this has now; false where it cannot."""
    try:
        import resource

        with open("/proc/self/statm", "rb") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return False
    if unless_limited and resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY:
        return True
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (now + int(megabytes * 2**20), hard))
    return True


def stop_forkserver():
    """Ends the process that forks the workers of `forkserver`: then their CPU is in the account of the children."""
    server = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    if hasattr(server, "_stop"):
        server._stop()
