/* startup.c - from exec to the first complete frame of the explorer, on a terminal of ours.
 *
 * A frame is complete when the verdict has been drawn, which comes after the data; figures
 * that need long computing may follow in later frames. Without arguments: the program
 * of this build on the bundled models and on the table of vision models; else
 *     startup PROGRAM LIMIT_MS [ARGUMENT...]
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPETITIONS = 21, QUIET_MS = 15, GIVE_UP_MS = 10000, SEEN_MAX = 1 << 18 };

static double
now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void
become(const char *terminal, char **words)
{
    int fd;

    setsid();
    fd = open(terminal, O_RDWR);
    if (fd < 0)
        _exit(127);
    ioctl(fd, TIOCSCTTY, 0);
    dup2(fd, 0);
    dup2(fd, 1);
    dup2(fd, 2);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    execv(words[0], words);
    _exit(127);
}

/* Everything drawn so far; cut at SEEN_MAX, which no first frame reaches. */
struct seen { char bytes[SEEN_MAX + 1]; size_t length; };

static bool
is_complete(const struct seen *seen)
{
    return strstr(seen->bytes, "verdict") != NULL;
}

/* The time of the last byte of the complete frame, or a negative one. */
static double
watch(int fd, struct seen *seen)
{
    double started = now_ms(), last = -1;

    seen->length = 0;
    seen->bytes[0] = '\0';
    while (now_ms() - started < GIVE_UP_MS) {
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
        char chunk[65536];
        ssize_t got;

        if (poll(&poll_fd, 1, QUIET_MS) == 0) {
            if (is_complete(seen))
                return last;
            continue;
        }
        got = read(fd, chunk, sizeof chunk);
        if (got <= 0)
            return -1;
        last = now_ms();
        if ((size_t)got > SEEN_MAX - seen->length)
            got = (ssize_t)(SEEN_MAX - seen->length);
        memcpy(seen->bytes + seen->length, chunk, (size_t)got);
        seen->length += (size_t)got;
        seen->bytes[seen->length] = '\0';
        if (is_complete(seen))          /* the bottom rows are written last */
            return last;
    }
    return -1;
}

/* Milliseconds of one start; negative if it showed no frame. */
static double
start_once(char **words, struct seen *seen)
{
    const struct winsize size = {.ws_row = 24, .ws_col = 80};
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    double started, shown;
    pid_t child;

    if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0)
        return -1;
    ioctl(fd, TIOCSWINSZ, &size);
    started = now_ms();
    child = fork();
    if (child == 0)
        become(ptsname(fd), words);
    if (child < 0)
        return -1;
    shown = watch(fd, seen);
    kill(child, SIGTERM);
    while (waitpid(child, NULL, WNOHANG) == 0) {
        /* What it draws while it leaves must be taken, or it waits for us. */
        char rest[4096];
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

        if (poll(&poll_fd, 1, 10) > 0 && read(fd, rest, sizeof rest) < 0 && errno != EIO)
            break;
    }
    close(fd);
    return shown < 0 ? -1 : shown - started;
}

static int
compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static int
measure(char **words, double limit_ms, const char *what)
{
    static struct seen seen;
    double times[REPETITIONS];

    for (int i = 0; i < REPETITIONS; i++) {
        times[i] = start_once(words, &seen);
        if (times[i] < 0) {
            fprintf(stderr, "startup: %s showed no complete frame of %s\n", words[0], what);
            return 1;
        }
    }
    /* The first start warms the caches. */
    qsort(times + 1, REPETITIONS - 1, sizeof times[0], compare);
    printf("startup, %s: median %.1f ms, best %.1f ms, worst %.1f ms of %d, cold %.1f ms; limit %.0f ms: %s\n",
        what, times[REPETITIONS / 2], times[1], times[REPETITIONS - 1], REPETITIONS - 1, times[0],
        limit_ms, times[REPETITIONS / 2] <= limit_ms ? "kept" : "missed");
    return 0;
}

static int
measure_defaults(void)
{
    const char *source = getenv("top_srcdir");
    char program[] = "./paretop", vision[4096];
    char *bundled[] = {program, NULL}, *table[] = {program, vision, NULL};

    snprintf(vision, sizeof vision, "%s/data/imagenet/imagenet.csv",
        source != NULL ? source : ".");
    return measure(bundled, 50, "the bundled models") |
        (access(vision, R_OK) == 0 ? measure(table, 100, "vision models") : 0);
}

int
main(int argc, char **argv)
{
    double limit_ms;

    if (argc == 1)
        return measure_defaults();
    if (argc < 3) {
        fputs("usage: startup [PROGRAM LIMIT_MS [ARGUMENT...]]\n", stderr);
        return 2;
    }
    limit_ms = strtod(argv[2], NULL);
    argv[2] = argv[1];
    return measure(argv + 2, limit_ms, argc > 3 ? argv[argc - 1] : "no arguments");
}
