"""
Four processes that print: python3 printing.py shows their lines.

What a measured process prints goes nowhere. `notes` says which lines are kept: they stand on the page.
"""

import os
import threading
from multiprocessing import Process


def task(size, index):
    thread = 0 if threading.current_thread() is threading.main_thread() else threading.get_native_id()
    line = f"I am task {index + 1}, in process {os.getpid()}, thread {thread}"
    print(line)
    return line


def notes(lines):
    return lines


def check(lines):
    """The lines differ from run to run: this says what is right."""
    return all(f"task {place}," in line for place, line in enumerate(lines, 1))


if __name__ == "__main__":
    processes = [Process(target=task, args=(1, index)) for index in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
