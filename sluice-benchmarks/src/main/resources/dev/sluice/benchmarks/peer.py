"""The queues and pipes of CPython's multiprocessing, doing the workloads of the benchmark.

peer.py CONTENDER KIND PRODUCERS CONSUMERS BYTES SILENCE_MILLIS GATE ROUND_TRIPS
peer.py calibrate

The gate is a mapped file of words of 8 bytes: the phase (0 wait, 1 warm-up, 2 measure, 3 stop) at 0 and, for each
member, 128 bytes apart from 128 on, its state (0 absent, 1 ready, 2 done, 3 failed), what it received, what it sent.
"""

import mmap
import multiprocessing
import os
import struct
import sys
import time
import traceback
from collections import Counter
from typing import List, NamedTuple

WAIT, WARM_UP, MEASURE, STOP = range(4)
ABSENT, READY, DONE, FAILED = range(4)
CAPACITY = 1024
WORDS = 16
WARM_UP_STRIDE = 16
WARM_UP_SILENCE = 0.0001


class Order(NamedTuple):
    id: int
    price: float
    symbol: str
    note: str
    lines: List[int]
    urgent: bool


SYMBOLS = ["SY%02d" % i for i in range(64)]
NOTES = ["deliver to the back door, no. %02d" % i for i in range(64)]


def make_order(n):
    line = (n & 0x7FFF) + 1000
    lines = [line, line + 1, line + 2, line + 3, line + 4, line + 5, line + 6, line + 7]
    return Order(n, n * 0.25, SYMBOLS[n & 63], NOTES[n & 63], lines, n & 1 == 0)


def check_order(order, n):
    line = (n & 0x7FFF) + 1000
    if not (
        order.id == n
        and order.price == n * 0.25
        and order.symbol == SYMBOLS[n & 63]
        and order.note == NOTES[n & 63]
        and order.lines == [line, line + 1, line + 2, line + 3, line + 4, line + 5, line + 6, line + 7]
        and order.urgent == (n & 1 == 0)
    ):
        raise ValueError("not the order number %d: %r" % (n, order))


class Gate:
    def __init__(self, path):
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 0)
        self.words = memoryview(self.memory).cast("q")

    def release(self, member):
        self.words[WORDS * (member + 1)] = READY
        while self.words[0] == WAIT:
            time.sleep(0.0002)


def produce(gate, member, put, kind, size, snapshot):
    words = gate.words
    n = 0
    if kind == "BYTES":
        content = bytearray(i & 0xFF for i in range(size))
        while words[0] != STOP:
            struct.pack_into("<I", content, 0, n)
            # A queue pickles later, in a thread of its own: it wants bytes that nobody changes.
            put(bytes(content) if snapshot else content)
            n += 1
    elif kind == "RECORDS":
        while words[0] != STOP:
            put(make_order(n))
            n += 1
    else:
        base = member << 28
        while words[0] != STOP:
            put(base + n)
            n += 1
    words[WORDS * (member + 1) + 2] = n


def consume(gate, member, get, done, kind, size, alone):
    words = gate.words
    slot = WORDS * (member + 1) + 1
    n = 0
    if kind == "BYTES":
        while True:
            content = get()
            if len(content) != size or struct.unpack_from("<I", content)[0] != n:
                raise ValueError("not the element number %d" % n)
            n += 1
            words[slot] = n
    elif kind == "RECORDS":
        while True:
            check_order(get(), n)
            n += 1
            words[slot] = n
    else:
        last = [-1] * 16
        while True:
            element = get()
            producer = element >> 28
            sequence = element & 0xFFFFFFF
            before = last[producer]
            if sequence <= before or alone and sequence != before + 1:
                raise ValueError("element %d of producer %d came after %d" % (sequence, producer, before))
            last[producer] = sequence
            if done is not None:
                done()
            n += 1
            words[slot] = n


def ask(gate, member, put, get, silence, path):
    words = gate.words
    slot = WORDS * (member + 1) + 1
    clock = time.perf_counter_ns
    times = Counter()
    n = 0
    while words[0] != STOP:
        if silence and words[0] == MEASURE:
            time.sleep(silence / 1000)
        elif silence and n % WARM_UP_STRIDE == 0:
            time.sleep(WARM_UP_SILENCE)
        start = clock()
        put(n)
        reply = get()
        nanos = clock() - start
        if reply != n:
            raise ValueError("the reply to %d is %r" % (n, reply))
        if words[0] == MEASURE:
            times[nanos] += 1
        n += 1
        words[slot] = n
    with open(path, "wb") as file:
        for nanos, count in times.items():
            file.write(struct.pack("=qq", nanos, count))
    words[slot + 1] = n


def answer(put, get):
    while True:
        put(get())


def member_main(gate_path, member, work):
    gate = Gate(gate_path)
    slot = WORDS * (member + 1)
    try:
        gate.release(member)
        work(gate)
        gate.words[slot] = DONE
    except BaseException:
        traceback.print_exc()
        gate.words[slot] = FAILED


def run(contender, kind, producers, consumers, size, silence, gate_path, round_trips):
    members = []
    if kind.endswith("EXCHANGE"):
        if contender == "python-pipe":
            first, second = multiprocessing.Pipe()
            sides = [(first.send, first.recv), (second.send, second.recv)]
        else:
            there, back = multiprocessing.Queue(CAPACITY), multiprocessing.Queue(CAPACITY)
            sides = [(there.put, back.get), (back.put, there.get)]
        members.append(lambda gate: ask(gate, 0, *sides[0], silence, round_trips))
        members.append(lambda gate: answer(*sides[1]))
    else:
        done = None
        finish = lambda: None
        if contender == "python-pipe":
            reader, writer = multiprocessing.Pipe(duplex=False)
            if kind == "BYTES":
                put, get = writer.send_bytes, reader.recv_bytes
            else:
                put, get = writer.send, reader.recv
        elif contender == "python-joinable":
            queue = multiprocessing.JoinableQueue(CAPACITY)
            put, get, done, finish = queue.put, queue.get, queue.task_done, queue.join
        else:
            queue = multiprocessing.Queue(CAPACITY)
            put, get = queue.put, queue.get

        def producer_work(member):
            def work(gate):
                produce(gate, member, put, kind, size, contender != "python-pipe")
                finish()

            return work

        def consumer_work(member):
            return lambda gate: consume(gate, member, get, done, kind, size, consumers == 1)

        for member in range(producers):
            members.append(producer_work(member))
        for member in range(producers, producers + consumers):
            members.append(consumer_work(member))
    processes = [
        multiprocessing.Process(target=member_main, args=(gate_path, member, work))
        for member, work in enumerate(members)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def calibrate():
    """Prints how many elements a second pass through a queue."""
    count = 40000
    queue = multiprocessing.Queue(CAPACITY)

    def work():
        for i in range(count):
            queue.put(i)

    process = multiprocessing.Process(target=work)
    process.start()
    for _ in range(count // 4):
        queue.get()
    start = time.perf_counter()
    for _ in range(count - count // 4):
        queue.get()
    print((count - count // 4) / (time.perf_counter() - start))
    process.join()


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    if sys.argv[1] == "calibrate":
        calibrate()
    else:
        run(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7]), sys.argv[7], sys.argv[8])
