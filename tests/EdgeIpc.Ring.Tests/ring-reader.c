/* A reader of an EdgeIpc ring in C, written from src/EdgeIpc.Ring/LAYOUT.md alone, for Linux on little-endian machines.

   usage: ring-reader PATH POSITION      reads samples of any ring whose first field is its position, from a position on, until standard
                                         input hangs up and all is read; of frames and of the test's samples it checks every word.
                                         Prints the position after the last sample, how many were read, lost, and torn */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/futex.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ANY "sequence:u64@0 "
#define TEST "sequence:u64@0 words:u64[7]@8 size:64"
#define BATCH 64
#define FRAME "sequence:u64@0 takenAtNs:i64@8 checksum:u64@16 "

struct ring {
    const unsigned char *map;
    const char *layout;
    int32_t *waiters;                                   /* null where it may not be written: then poll */
    int lock;
    uint32_t slot_count, slot_size;
    int64_t first, cursor, lost;
};

static void die(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(1);
}

static uint32_t u32(const struct ring *r, int at) { uint32_t v; memcpy(&v, r->map + at, 4); return v; }
static int64_t i64(const struct ring *r, int at) { return __atomic_load_n((const int64_t *)(r->map + at), __ATOMIC_ACQUIRE); }
static int64_t intent(const struct ring *r) { return i64(r, 128); }
static int64_t published(const struct ring *r) { return i64(r, 256); }
static const int32_t *wakes(const struct ring *r) { return (const int32_t *)(r->map + 384); }

static int open_beside(const char *path, const char *end, int flags)
{
    char name[4096];
    snprintf(name, sizeof name, "%s%s", path, end);
    return open(name, flags | O_CLOEXEC);
}

static void ring_open(struct ring *r, const char *path)
{
    struct stat st;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &st) != 0) die(path, strerror(errno));
    if (st.st_size < 4096) die(path, "too short for a ring");
    r->map = mmap(NULL, st.st_size, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (r->map == MAP_FAILED) die(path, strerror(errno));
    if (memcmp(r->map, "EDGERING", 8) != 0 || u32(r, 8) != 1 || u32(r, 12) != 4096) die(path, "no ring of layout version 1");
    r->slot_size = u32(r, 24);
    r->slot_count = u32(r, 28);
    r->layout = (const char *)r->map + 2048;
    if (r->slot_count < 8 || (r->slot_count & (r->slot_count - 1)) != 0) die(path, "a damaged slot count");
    if (st.st_size != 4096 + (int64_t)r->slot_count * r->slot_size) die(path, "a damaged length");
    if (r->slot_size % 8 != 0 || strncmp(r->layout, ANY, strlen(ANY)) != 0) die(path, "other samples");
    r->first = i64(r, 40);
    int shared = open_beside(path, ".waiters", O_RDWR);
    if (shared >= 0) {
        r->waiters = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
        if (r->waiters == MAP_FAILED) r->waiters = NULL;
        close(shared);
    }
    r->lock = open_beside(path, ".lock", O_RDONLY);
}

static int has_writer(const struct ring *r)
{
    struct flock question = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
    return r->lock >= 0 && fcntl(r->lock, F_OFD_GETLK, &question) == 0 && question.l_type != F_UNLCK;
}

/* Copies at most `count` samples; returns how many, 0 when there are none. What was overwritten first is counted in r->lost. */
static int ring_read(struct ring *r, unsigned char *to, int count)
{
    for (;;) {
        int64_t available = published(r) - r->cursor;
        if (available <= 0) return 0;
        int64_t index = r->cursor & (r->slot_count - 1), n = count;
        if (n > available) n = available;
        if (n > r->slot_count / 8) n = r->slot_count / 8;
        if (n > r->slot_count - index) n = r->slot_count - index;
        memcpy(to, r->map + 4096 + index * r->slot_size, n * r->slot_size);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);        /* the copy before the second look */
        if (intent(r) - r->cursor <= r->slot_count) { r->cursor += n; return (int)n; }

        int64_t next = intent(r) - r->slot_count + r->slot_count / 8, newest = published(r);
        if (next < r->first) next = r->first;
        if (next > newest) next = newest;
        if (next > r->cursor) { r->lost += next - r->cursor; r->cursor = next; }
    }
}

static void ring_sleep(struct ring *r)
{
    struct timespec bound = { .tv_nsec = r->waiters ? 100000000 : 5000000 };
    int32_t seen = __atomic_load_n(wakes(r), __ATOMIC_ACQUIRE);
    if (r->waiters) __atomic_store_n(r->waiters, 1, __ATOMIC_RELEASE);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);            /* the flag before the look at published */
    if (published(r) == r->cursor) syscall(SYS_futex, wakes(r), FUTEX_WAIT, seen, &bound, NULL, 0);
}

static int is_whole(const struct ring *r, const unsigned char *sample, int64_t position)
{
    const uint64_t *word = (const uint64_t *)sample;
    uint64_t sum = 0xCBF29CE484222325u;
    int whole = word[0] == (uint64_t)position;
    if (strcmp(r->layout, TEST) == 0)
        for (int i = 0; i < 7; i++) whole &= word[1 + i] == ((uint64_t)position + 1) * 0x9E3779B97F4A7C15u + (uint64_t)i * 0xD1B54A32D192ED03u;
    if (strncmp(r->layout, FRAME, strlen(FRAME)) != 0) return whole;
    for (uint32_t i = 0; i < r->slot_size / 8; i++) if (i != 2) sum = (sum ^ word[i]) * 0x100000001B3u;
    return whole && sum == word[2];
}

int main(int argc, char **argv)
{
    struct ring r = { 0 };
    struct pollfd input = { .fd = 0, .events = POLLIN };
    int64_t read = 0, torn = 0;
    if (argc != 3) die("usage", "ring-reader PATH POSITION");
    ring_open(&r, argv[1]);
    unsigned char *batch = malloc((size_t)BATCH * r.slot_size);
    r.cursor = atoll(argv[2]);
    if (r.cursor < r.first) { r.lost = r.first - r.cursor; r.cursor = r.first; }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("ready, %s\n", has_writer(&r) ? "with a writer" : "without a writer");
    for (;;) {
        int ended = poll(&input, 1, 0) > 0;             /* asked before the read: what is published by now is read */
        int n = ring_read(&r, batch, 1 + (int)(read % BATCH));
        for (int i = 0; i < n; i++) torn += !is_whole(&r, batch + (size_t)i * r.slot_size, r.cursor - n + i);
        read += n;
        if (n == 0 && ended) break;
        if (n == 0) ring_sleep(&r);
    }
    printf("%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", r.cursor, read, r.lost, torn);
    return 0;
}
