"""Starts processes as it is told to, one line of standard input each: the start method. Answers with nanoseconds: from start()
to the first line of the target, and from start() to the end of join()."""

import multiprocessing
import sys
import time


def first_line(queue):
    queue.put(time.monotonic_ns())


def main():
    queues = {}
    for line in sys.stdin:
        method = line.strip()
        context = multiprocessing.get_context(method)
        queue = queues.setdefault(method, context.SimpleQueue())
        process = context.Process(target=first_line, args=(queue,))
        began = time.monotonic_ns()
        process.start()
        process.join()
        joined = time.monotonic_ns()
        print(queue.get() - began, joined - began, flush=True)


if __name__ == "__main__":
    main()
