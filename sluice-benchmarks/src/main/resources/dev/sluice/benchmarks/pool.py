"""Runs tiny tasks in pools of two processes as it is told to, one line of standard input each: who, and how many. Answers with
tasks per second, and with the median nanoseconds from submitting one task to having its result."""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool

SINGLE = 200
CHUNK = 64


def twice(number):
    return 2 * number


def median_nanos(one):
    times = []
    for i in range(SINGLE):
        began = time.monotonic_ns()
        one(i)
        times.append(time.monotonic_ns() - began)
    return sorted(times)[SINGLE // 2]


def main():
    workers = int(sys.argv[1])
    with Pool(workers) as pool, ProcessPoolExecutor(workers) as executor:
        ways = {
            "submit": lambda n: [f.result() for f in [executor.submit(twice, i) for i in range(n)]],
            "apply_async": lambda n: [f.get() for f in [pool.apply_async(twice, (i,)) for i in range(n)]],
            "imap": lambda n: list(pool.imap(twice, range(n))),
            "imap-chunks": lambda n: list(pool.imap(twice, range(n), CHUNK)),
        }
        single = {
            "submit": lambda i: executor.submit(twice, i).result(),
            "apply_async": lambda i: pool.apply(twice, (i,)),
        }
        for line in sys.stdin:
            who, count = line.split()
            count = int(count)
            began = time.monotonic_ns()
            results = ways[who](count)
            nanos = time.monotonic_ns() - began
            if results != [2 * i for i in range(count)]:
                raise ValueError("wrong results of " + who)
            latency = median_nanos(single[who]) if who in single else 0
            print(count * 1e9 / nanos, latency, flush=True)


if __name__ == "__main__":
    main()
