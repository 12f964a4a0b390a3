"""
The sum of N random integers in 0..10, made in a list, in four shares.

Sequentially one process does all four, one after the other; a pool of four hands one to each of its processes.
"""

import random

SHARES = 4

title = "The sum of N random integers"
bound = "cpu"


def inputs(n):
    """One entry a task: how many numbers are its share. The first are one larger where N does not divide."""
    return [(n // SHARES + (index < n % SHARES), index) for index in range(SHARES)]


def task(share):
    count, seed = share
    draw = random.Random(seed).random
    return sum([int(draw() * 11) for _ in range(count)])
