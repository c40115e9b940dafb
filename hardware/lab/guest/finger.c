// finger LINE [MS [bounce [COUNT]]]: presses a button for MS (100) and lets it go for as long, COUNT times. Pressed is the
// opposite of the line's present pull, so it fits a button to ground (the program asked for a pull-up) and one to 3.3 V
// alike. With bounce the contact opens and closes three times within 4 ms at both ends, as contacts do. Without arguments
// it takes them from standard input, a line for each: a finger that is there already presses at once.
//
// Prints the longest time, in microseconds, that the contact rested within a bounce: an emulated machine stands still
// when its host is busy, and a contact that rests for longer than the debounce time was pressed twice by anybody's measure.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BOUNCES 3
#define BOUNCE_NS 600000

static int pull;
static const char *const idle[] = { "pull-down", "pull-up" };
static long long longest_rest_ns;

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void set(int is_up)
{
	if (pwrite(pull, idle[is_up], strlen(idle[is_up]), 0) < 0) {
		perror("finger: pull");
		exit(1);
	}
}

static void contact(int to_up, int bounces)
{
	long long moved_ns = now_ns();
	int i;

	set(to_up);
	for (i = 0; i < 2 * bounces; i++) {
		// No sleep: what gives the processor away comes back when the scheduler likes.
		while (now_ns() - moved_ns < BOUNCE_NS)
			;
		set(i % 2 ? to_up : !to_up);
		if (now_ns() - moved_ns > longest_rest_ns)
			longest_rest_ns = now_ns() - moved_ns;
		moved_ns = now_ns();
	}
}

static int press(int line, int ms, int bounces, int count)
{
	struct timespec held = { ms / 1000, ms % 1000 * 1000000L };
	char path[64], present[16] = "";
	int is_up;

	snprintf(path, sizeof(path), "/run/edgeipc-lab/header/sim_gpio%d/pull", line);
	pull = open(path, O_RDWR);
	if (pull < 0 || pread(pull, present, sizeof(present) - 1, 0) < 0) {
		fprintf(stderr, "finger: no GPIO line %d, 0 to 27 are there: %s\n", line, strerror(errno));
		return 1;
	}
	is_up = !strncmp(present, "pull-up", 7);
	longest_rest_ns = 0;
	while (count-- > 0) {
		contact(!is_up, bounces);
		nanosleep(&held, NULL);
		contact(is_up, bounces);
		nanosleep(&held, NULL);
	}
	close(pull);
	printf("%lld\n", longest_rest_ns / 1000);
	fflush(stdout);
	return 0;
}

static int bounces_of(const char *word)
{
	return strcmp(word, "bounce") ? 0 : BOUNCES;
}

int main(int argc, char **argv)
{
	char asked[64], word[16];
	int line, ms, count;

	if (argc > 1 && sscanf(argv[1], "%d", &line) != 1)
		return 64;
	if (argc > 1)
		return press(line, argc > 2 ? atoi(argv[2]) : 100, argc > 3 ? bounces_of(argv[3]) : 0, argc > 4 ? atoi(argv[4]) : 1);
	while (fgets(asked, sizeof(asked), stdin)) {
		if (sscanf(asked, "%d %d %15s %d", &line, &ms, word, &count) != 4)
			return 64;
		if (press(line, ms, bounces_of(word), count))
			return 1;
	}
	return 0;
}
