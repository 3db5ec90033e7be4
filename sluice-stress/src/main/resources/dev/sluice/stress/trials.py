"""Trials with the queues of CPython's multiprocessing: two producers, two consumers, one of the four is killed with -9.

Called with: kind (Queue or JoinableQueue), victim (producer or consumer), number of trials, seed, bound, seconds of
patience. Prints one JSON object per trial: whether a survivor was stuck, how many places of the queue were lost for good,
whether join() hung. Only the standard library is used, and nothing but the public methods of the queues.
"""
import json
import multiprocessing
import os
import queue
import random
import signal
import sys
import threading
import time

PRODUCERS = 2
CONSUMERS = 2


def element(rng):
    return bytes(24 + rng.randrange(100 if rng.random() < 0.9 else 2048))


def produce(q, stopping, count, seed):
    rng = random.Random(seed)
    while not stopping.value:
        q.put(element(rng))
        count.value += 1


def consume(q, stopping, count, seed):
    while q.get() is not None:
        count.value += 1
        if hasattr(q, "task_done"):
            q.task_done()
    if hasattr(q, "task_done"):
        q.task_done()


def end(processes, deadline):
    """Whether all of them have ended in time."""
    for process in processes:
        process.join(max(0, deadline - time.monotonic()))
    return all(process.exitcode is not None for process in processes)


def trial(kind, victim, seed, bound, patience):
    rng = random.Random(seed)
    q = multiprocessing.JoinableQueue(bound) if kind == "JoinableQueue" else multiprocessing.Queue(bound)
    # Without locks, so that nothing but the queue can hang.
    stopping = multiprocessing.RawValue("i", 0)
    workers = {"producer": [], "consumer": []}
    counts = {"producer": [], "consumer": []}
    for role, number, target in (("producer", PRODUCERS, produce), ("consumer", CONSUMERS, consume)):
        for _ in range(number):
            count = multiprocessing.RawValue("q", 0)
            process = multiprocessing.Process(target=target, args=(q, stopping, count, rng.random()), daemon=True)
            process.start()
            workers[role].append(process)
            counts[role].append(count)
    started = time.monotonic()
    while counts[victim][-1].value == 0 and time.monotonic() - started < patience:
        time.sleep(0.001)
    time.sleep(rng.uniform(0.005, 0.06))
    dead = workers[victim].pop()
    os.kill(dead.pid, signal.SIGKILL)
    dead.join()

    stopping.value = 1
    deadline = time.monotonic() + patience
    stuck = not end(workers["producer"], deadline)
    for _ in workers["consumer"]:
        try:
            q.put(None, timeout=max(0, deadline - time.monotonic()))
        except queue.Full:
            stuck = True
    stuck = not end(workers["consumer"], time.monotonic() + patience) or stuck
    for process in workers["producer"] + workers["consumer"]:
        if process.exitcode is None:
            process.kill()
            process.join()

    joinable = hasattr(q, "task_done")
    try:
        while True:
            q.get(timeout=0.2)
            if joinable:
                q.task_done()
    except queue.Empty:
        pass
    hung = False
    if joinable:
        joiner = threading.Thread(target=q.join, daemon=True)
        joiner.start()
        joiner.join(patience)
        hung = joiner.is_alive()
    accepted = 0
    try:
        while accepted < bound:
            q.put_nowait(b"")
            accepted += 1
    except queue.Full:
        pass
    q.cancel_join_thread()
    q.close()
    return {"stuck": stuck, "lost": bound - accepted, "hung": hung}


def main():
    kind, victim = sys.argv[1:3]
    trials, seed, bound = (int(word) for word in sys.argv[3:6])
    patience = float(sys.argv[6])
    print(json.dumps({"python": sys.version.split()[0], "start": multiprocessing.get_start_method()}), flush=True)
    for number in range(trials):
        print(json.dumps(trial(kind, victim, seed * 1000 + number, bound, patience)), flush=True)
    # Threads that hang in a join() must not keep the process.
    sys.stdout.flush()
    os._exit(0)


main()
