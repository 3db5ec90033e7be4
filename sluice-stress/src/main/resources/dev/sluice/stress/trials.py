"""Trials with the queues of CPython's multiprocessing: two producers, two consumers, one of the four is killed with -9.

Called with: number of trials of each kind, seed, bound, seconds of patience. Prints one JSON object per trial: whether a
survivor was stuck, how many places of the queue were lost for good, whether join() hung. Only the standard library is used,
and nothing but the public methods of the queues.

Each trial is a process of its own. Only one at a time is at work; one in which nothing happens any more is put aside, and
waits for the rest of its patience while others have their turn. Prints {"resting": true} when none is at work any more.
"""
import faulthandler
import json
import multiprocessing
import multiprocessing.connection
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time

KINDS = ("Queue", "JoinableQueue")
VICTIMS = ("producer", "consumer")
PRODUCERS = 2
CONSUMERS = 2

MOST_ASIDE = 32
ASIDE = "aside"
STEP_SECONDS = 0.1
ASIDE_SECONDS = 0.2
START_SECONDS = 60
# All waits of a trial together must not take longer than this.
LIMIT_IN_PATIENCES = 20


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


class Patience:
    """Waits as long as something happens. What comes late is no fault: each look adds a step to the time, at most."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.is_aside = False

    def lasts(self, quiet):
        if quiet >= ASIDE_SECONDS and not self.is_aside:
            self.is_aside = True
            print(ASIDE, flush=True)
        return quiet < self.seconds

    def sees_the_end_of(self, processes, counts):
        """Whether all of them end; if not, nobody has put, taken or ended for as long as patience lasts."""
        before = None
        quiet = 0
        while self.lasts(quiet):
            alive = [process for process in processes if process.is_alive()]
            if not alive:
                return True
            now = [len(alive)] + [count.value for count in counts]
            if now != before:
                before = now
                quiet = 0
            quiet += step(lambda: multiprocessing.connection.wait([process.sentinel for process in alive], STEP_SECONDS))
        return False

    def sees_the_return_of(self, action, times=1):
        """Whether a call returns, which may hang where it takes no timeout."""
        thread = threading.Thread(target=action, daemon=True)
        thread.start()
        quiet = 0
        while self.lasts(quiet / times):
            quiet += step(lambda: thread.join(STEP_SECONDS))
            if not thread.is_alive():
                return True
        return False


def step(wait):
    """How long it took, or how long it should have taken at most."""
    started = time.monotonic()
    wait()
    return min(time.monotonic() - started, STEP_SECONDS)


def trial(kind, victim, seed, bound, patience):
    rng = random.Random(seed)
    q = multiprocessing.JoinableQueue(bound) if kind == "JoinableQueue" else multiprocessing.Queue(bound)
    joinable = hasattr(q, "task_done")
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
    every = counts["producer"] + counts["consumer"]
    started = time.monotonic()
    while not all(count.value for count in every):
        if time.monotonic() - started > START_SECONDS:
            raise TimeoutError("the processes did not begin to work within %d s" % START_SECONDS)
        time.sleep(0.001)
    time.sleep(rng.uniform(0.005, 0.06))
    dead = workers[victim].pop()
    os.kill(dead.pid, signal.SIGKILL)
    dead.join()

    full = []
    accepted = []

    def tell_the_consumers():
        try:
            for _ in workers["consumer"]:
                q.put(None, timeout=patience.seconds)
        except queue.Full:
            full.append(True)

    def drain():
        try:
            while True:
                q.get(timeout=0.2)
                if joinable:
                    q.task_done()
        except queue.Empty:
            pass

    def fill():
        try:
            while len(accepted) < bound:
                q.put_nowait(b"")
                accepted.append(True)
        except queue.Full:
            pass

    # Whoever is stuck stays as it is until all has been looked at: to kill it would do more damage.
    stopping.value = 1
    stuck = not patience.sees_the_end_of(workers["producer"], every)
    # Longer than the timeouts in it: a put that comes to its end later would take a place.
    stuck = not patience.sees_the_return_of(tell_the_consumers, times=1 + CONSUMERS) or stuck or bool(full)
    stuck = not patience.sees_the_end_of(workers["consumer"], every) or stuck
    stuck = not patience.sees_the_return_of(drain) or stuck
    hung = joinable and not patience.sees_the_return_of(q.join)
    stuck = not patience.sees_the_return_of(fill) or stuck
    for process in workers["producer"] + workers["consumer"]:
        process.kill()
        process.join()
    return {
        "kind": kind,
        "victim": victim,
        "stuck": stuck,
        "lost": bound - len(accepted),
        "hung": hung,
    }


def make_one(kind, victim, seed, bound, patience):
    faulthandler.dump_traceback_later(START_SECONDS + LIMIT_IN_PATIENCES * patience, exit=True)
    print(json.dumps(trial(kind, victim, seed, bound, Patience(patience))), flush=True)
    # Threads that hang must not keep the process.
    os._exit(0)


def make_all(trials, seed, bound, patience):
    print(json.dumps({"python": sys.version.split()[0], "start": multiprocessing.get_start_method()}), flush=True)
    floor = threading.Semaphore()
    room = threading.Semaphore(MOST_ASIDE)
    failed = []

    def attend(arguments):
        at_work = True
        with subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                if line.strip() != ASIDE:
                    print(line, end="", flush=True)
                if at_work:
                    at_work = False
                    floor.release()
        if process.returncode != 0:
            failed.append(arguments)
        if at_work:
            floor.release()
        room.release()

    threads = []
    for kind in KINDS:
        for victim in VICTIMS:
            for number in range(trials):
                room.acquire()
                floor.acquire()
                if failed:
                    sys.exit("a trial failed: %s" % failed)
                arguments = (kind, victim, str(seed * 1000 + number), str(bound), str(patience))
                thread = threading.Thread(target=attend, args=(arguments,), daemon=True)
                thread.start()
                threads.append(thread)
    floor.acquire()
    print(json.dumps({"resting": True}), flush=True)
    for thread in threads:
        thread.join()
    if failed:
        sys.exit("a trial failed: %s" % failed)


# A worker may have this file as its main module too.
if __name__ == "__main__":
    if sys.argv[1] in KINDS:
        make_one(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
    else:
        make_all(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
