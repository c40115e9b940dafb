// One side of a run of the race for boost::lockfree::spsc_queue in shared memory: the loops of RaceLoops.cs, the lines of
// RaceSide.cs, in C++. Compiled by the race with g++ -O3 -march=native.
#include <boost/lockfree/spsc_queue.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sched.h>
#include <string>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace {

struct Sample {
    uint64_t sequence;
    int64_t taken_at_ns;
    uint64_t first, last;
};

constexpr uint64_t first_key = 0x9E3779B97F4A7C15, last_key = 0xD1B54A32D192ED03;
constexpr size_t slot_count = 1 << 16;
constexpr int batch_count = 64;
using Queue = boost::lockfree::spsc_queue<Sample, boost::lockfree::capacity<slot_count>>;

Sample make(uint64_t position) { return {position, 0, position ^ first_key, position + last_key}; }
bool is_whole(const Sample& s) { return s.first == (s.sequence ^ first_key) && s.last == s.sequence + last_key; }

int64_t now_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

// Compiled with a PAUSE_NS above 0, a receiver that found nothing looks again so much later, as the ring's does.
void pause_a_little() {
#if PAUSE_NS > 0
    for (int64_t until = now_ns() + PAUSE_NS; now_ns() < until; ) { }
#endif
}

[[noreturn]] void die(const char* what) {
    perror(what);
    exit(1);
}

Queue* map(const std::string& path, bool create) {
    int file = open(path.c_str(), O_RDWR | (create ? O_CREAT | O_EXCL : 0), 0600);
    if (file < 0) die(path.c_str());
    if (create && ftruncate(file, sizeof(Queue)) != 0) die("ftruncate");
    void* at = mmap(nullptr, sizeof(Queue), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
    if (at == MAP_FAILED) die("mmap");
    close(file);
    return create ? new (at) Queue() : static_cast<Queue*>(at);
}

void pass(const char* said, const char* heard) {
    char line[64];
    printf("%s\n", said);
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin) || strncmp(line, heard, strlen(heard)) != 0) exit(2);
}

void begin(int processor, bool first) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) die("sched_setaffinity");
    sched_param priority{};
    priority.sched_priority = 50;
    if (first) sched_setscheduler(0, SCHED_FIFO, &priority);
    pass("ready", "go");
}

class Chunks {
public:
    Chunks(uint64_t chunk, uint64_t count) : chunk_(chunk), due_(chunk) { ns_.reserve(count / chunk + 1); }

    void tick(uint64_t next) {
        if (next < due_) return;
        int64_t now = now_ns();
        if (began_ == 0) began_ = now;
        else ns_.push_back(now - at_);
        at_ = now;
        due_ += chunk_;
    }

    void tell(double part, uint64_t lost, uint64_t torn) {
        double mean = ns_.empty() ? 0 : double(at_ - began_) / (ns_.size() * chunk_);
        std::sort(ns_.begin(), ns_.end());
        double median = ns_.empty() ? 0 : double(ns_[ns_.size() / 2]) / chunk_;
        printf("figure %.4f %.4f %llu %llu\n", median * part, mean * part, (unsigned long long)lost, (unsigned long long)torn);
        fflush(stdout);
    }

private:
    uint64_t chunk_, due_;
    int64_t began_ = 0, at_ = 0;
    std::vector<int64_t> ns_;
};

struct Check {
    uint64_t next = 0, lost = 0, torn = 0;

    void take(const Sample& s) {
        if (s.sequence != next || !is_whole(s)) {
            if (!is_whole(s)) torn++;
            else if (s.sequence > next) { lost += s.sequence - next; next = s.sequence; }
        }
        next++;
    }
};

void send(Queue& queue, uint64_t count, bool batches) {
    if (!batches) {
        for (uint64_t position = 0; position < count; position++) {
            Sample sample = make(position);
            while (!queue.push(sample)) { }
        }
        return;
    }
    Sample batch[batch_count];
    for (uint64_t position = 0; position < count; position += batch_count) {
        for (int i = 0; i < batch_count; i++) batch[i] = make(position + i);
        for (size_t done = 0; done < batch_count; ) done += queue.push(batch + done, batch_count - done);
    }
}

void receive(Queue& queue, uint64_t count, bool batches) {
    Check check;
    Chunks chunks(8192, count);
    Sample batch[batch_count];
    while (check.next < count) {
        size_t got = batches ? queue.pop(batch, batch_count) : queue.pop(batch[0]);
        for (size_t i = 0; i < got; i++) check.take(batch[i]);
        if (got > 0) chunks.tick(check.next);
        else pause_a_little();
    }
    chunks.tell(1, check.lost, check.torn);
}

void ask(Queue& there, Queue& back, uint64_t count) {
    Check check;
    Chunks chunks(500, count);
    while (check.next < count) {
        Sample sample = make(check.next);
        there.push(sample);
        while (!back.pop(sample)) { }
        check.take(sample);
        chunks.tick(check.next);
    }
    chunks.tell(0.5, check.lost, check.torn);
}

void answer(Queue& there, Queue& back, uint64_t count) {
    for (uint64_t done = 0; done < count; done++) {
        Sample sample;
        while (!there.pop(sample)) { }
        back.push(sample);
    }
}

}

// usage: boost-side spin|single|batch sender|receiver PATH COUNT PROCESSOR OTHER-PROCESSOR first|ordinary
int main(int argc, char** argv) {
    if (argc != 8) return 64;
    std::string kind = argv[1], path = argv[3];
    bool sends = strcmp(argv[2], "sender") == 0, first = strcmp(argv[7], "first") == 0;
    uint64_t count = strtoull(argv[4], nullptr, 10);
    int processor = atoi(argv[5]);
    if (kind == "spin") {
        std::string there = path + ".there", back = path + ".back";
        Queue* mine = map(sends ? there : back, true);
        pass("made", "open");
        Queue* other = map(sends ? back : there, false);
        begin(processor, first);
        if (sends) ask(*mine, *other, count);
        else answer(*other, *mine, count);
    } else if (sends) {
        Queue* queue = map(path, true);
        pass("made", "open");
        begin(processor, first);
        send(*queue, count, kind == "batch");
    } else {
        pass("made", "open");
        Queue* queue = map(path, false);
        begin(processor, first);
        receive(*queue, count, kind == "batch");
    }
    while (getchar() != EOF) { }
    return 0;
}
