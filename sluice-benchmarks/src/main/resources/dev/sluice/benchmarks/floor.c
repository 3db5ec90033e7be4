/*
 * The floor of an exchange of requests and replies between two processes: two words in shared memory.
 *
 * floor spin|futex SILENCE_MILLIS GATE ROUND_TRIPS
 *
 * The gate is a mapped file of words of 8 bytes: the phase (0 wait, 1 warm-up, 2 measure, 3 stop) at 0 and, for each
 * member, 128 bytes apart from 128 on, its state (1 ready, 2 done, 3 failed), what it received, what it sent.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MEASURE = 2, STOP = 3, READY = 1, DONE = 2 };
enum { MEMBER_WORDS = 16, APART = 64, MAX_TIMES = 1 << 25 };
enum { WARM_UP_STRIDE = 16, WARM_UP_SILENCE_NANOS = 100000 };

static int64_t *gate;
static uint32_t *request;
static uint32_t *reply;
static int futexes;

static int64_t phase(void) {
    return __atomic_load_n(&gate[0], __ATOMIC_ACQUIRE);
}

static int64_t nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void pause_nanos(long nanos) {
    struct timespec time = {nanos / 1000000000L, nanos % 1000000000L};
    nanosleep(&time, NULL);
}

static void publish(uint32_t *word, uint32_t value) {
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
    if (futexes) {
        syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
    }
}

static void await(uint32_t *word, uint32_t value) {
    uint32_t seen;
    while ((seen = __atomic_load_n(word, __ATOMIC_ACQUIRE)) != value) {
        if (futexes) {
            syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
        } else {
#if defined(__x86_64__)
            __builtin_ia32_pause();
#endif
        }
    }
}

static void release(int member) {
    __atomic_store_n(&gate[MEMBER_WORDS * (member + 1)], READY, __ATOMIC_RELEASE);
    while (phase() == 0) {
        pause_nanos(200000);
    }
}

static void answer(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    release(1);
    for (uint32_t turn = 1;; turn++) {
        await(request, turn);
        publish(reply, turn);
    }
}

static void ask(long silence_millis, const char *round_trips) {
    int64_t *times = malloc(sizeof(int64_t) * MAX_TIMES);
    size_t count = 0;
    uint32_t turn = 0;
    release(0);
    while (phase() != STOP) {
        if (silence_millis > 0 && phase() == MEASURE) {
            pause_nanos(silence_millis * 1000000);
        } else if (silence_millis > 0 && turn % WARM_UP_STRIDE == 0) {
            pause_nanos(WARM_UP_SILENCE_NANOS);
        }
        turn++;
        int64_t start = nanos();
        publish(request, turn);
        await(reply, turn);
        int64_t time = nanos() - start;
        if (phase() == MEASURE && count < MAX_TIMES) {
            times[count++] = time;
        }
        __atomic_store_n(&gate[MEMBER_WORDS + 1], turn, __ATOMIC_RELAXED);
    }
    FILE *out = fopen(round_trips, "wb");
    for (size_t i = 0; i < count; i++) {
        int64_t pair[2] = {times[i], 1};
        fwrite(pair, sizeof pair, 1, out);
    }
    fclose(out);
    gate[MEMBER_WORDS + 2] = turn;
    __atomic_store_n(&gate[MEMBER_WORDS], DONE, __ATOMIC_RELEASE);
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "floor spin|futex SILENCE_MILLIS GATE ROUND_TRIPS\n");
        return 2;
    }
    futexes = strcmp(argv[1], "futex") == 0;
    int file = open(argv[3], O_RDWR);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        perror(argv[3]);
        return 1;
    }
    gate = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    char *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (gate == MAP_FAILED || words == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    request = (uint32_t *) words;
    reply = (uint32_t *) (words + 4 * APART);
    pid_t child = fork();
    if (child == 0) {
        answer();
    }
    ask(atol(argv[2]), argv[4]);
    kill(child, SIGKILL);
    return 0;
}
