/* import.c - how long imports take, next to `sqlite3 .import` of the same file in the same run.
 *
 *     import [MEGABYTES] [FILES]         (100 and 10000)
 *
 * The table has a record per model, task and item, with 13 columns of the kinds that
 * evaluation logs have: words, numbers of several widths, and answers that are sometimes
 * quoted and hold commas and doubled quotes. The small files are results of one model each.
 * The runs alternate; each figure is the least of them, because whatever else the machine does
 * only adds. Both ratios are of the same run: of the time that passed, in which the program uses
 * two processors, and of the time of all processors.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t state = 1;

static uint32_t
below(uint32_t bound)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state >> 32) * bound >> 32);
}

static const char *const tasks[] = { "arithmetic", "reading", "recall", "translation", "logic",
    "coding", "summary" };
enum { TASKS = sizeof tasks / sizeof *tasks, MODELS = 24, ITEMS_PER_TASK = 5000 };

/* One answer in ten needs quotes. */
static void
put_answer(FILE *out)
{
    if (below(10) == 0)
        fprintf(out, "\"so, \"\"%u\"\", I think\"", below(1000));
    else
        fprintf(out, "the answer is %u", below(100000));
}

static void
put_record(FILE *out, uint64_t number)
{
    uint32_t item = (uint32_t)(number % ITEMS_PER_TASK);
    uint32_t task = (uint32_t)(number / ITEMS_PER_TASK % TASKS);
    uint32_t model = (uint32_t)(number / ITEMS_PER_TASK / TASKS % MODELS);

    fprintf(out, "family/model-%ub,%s,%s-%u,exact_match,%u,%u,%u,%u.%02u,%u.%u,%u.%03u,0.%06u,",
        model, tasks[task], tasks[task], item, below(2), 20 + below(900), 1 + below(300),
        20 + below(80), below(100), 300 + below(4000), below(10), 1 + below(40), below(1000),
        below(10000));
    put_answer(out);
    fprintf(out, ",17%08u\n", below(100000000));
}

static void
die(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t
write_table(const char *path, uint64_t bytes)
{
    FILE *file = fopen(path, "w");
    uint64_t number = 0;

    if (file == NULL)
        die(path);
    fputs("model,task,doc_id,metric,score,prompt_tokens,completion_tokens,ttft_ms,latency_ms,"
        "energy_j,cost_usd,answer,time\n", file);
    while ((uint64_t)ftell(file) < bytes)
        put_record(file, number++);
    if (fclose(file) != 0)
        die(path);
    return number;
}

static void
write_files(const char *folder, unsigned count)
{
    if (mkdir(folder, 0700) != 0)
        die(folder);
    for (unsigned i = 0; i < count; i++) {
        char path[64];
        FILE *file;

        snprintf(path, sizeof path, "%s/result-%05u.json", folder, i);
        file = fopen(path, "w");
        if (file == NULL)
            die(path);
        fprintf(file, "{\"model\": \"family/model-%u\", \"task\": \"%s\", \"accuracy\": 0.%04u,\n"
            " \"accuracy_stderr\": 0.00%u, \"latency_ms\": %u.%u, \"hardware\": \"card-%u\"}\n",
            i / TASKS, tasks[i % TASKS], below(10000), 1 + below(9), 10 + below(900), below(10),
            below(3));
        fclose(file);
    }
}

/* --- timing --- */

struct cost { double cpu, wall, peak_mb; };

static double
seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The peak is that of the largest child so far, so the first that matters is asked first. */
static struct cost
run(char *const *words)
{
    struct rusage before, after;
    double began = now();
    int status;
    pid_t child;

    getrusage(RUSAGE_CHILDREN, &before);
    fflush(stdout);
    child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) != NULL)
            execvp(words[0], words);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) {
        fprintf(stderr, "import: %s failed\n", words[0]);
        exit(1);
    }
    getrusage(RUSAGE_CHILDREN, &after);
    return (struct cost){ .cpu = seconds_of(after.ru_utime) + seconds_of(after.ru_stime)
            - seconds_of(before.ru_utime) - seconds_of(before.ru_stime),
        .wall = now() - began, .peak_mb = (double)after.ru_maxrss / 1024 };
}

enum { RUNS = 5 };

static struct cost
least(const struct cost *costs)
{
    struct cost least = costs[0];

    for (int i = 1; i < RUNS; i++) {
        least.cpu = costs[i].cpu < least.cpu ? costs[i].cpu : least.cpu;
        least.wall = costs[i].wall < least.wall ? costs[i].wall : least.wall;
    }
    return least;
}

static void
compare_table(char *program, unsigned megabytes)
{
    char *ours[] = { program, "import", "-d", "ours.db", "records.csv", NULL };
    char *peer[] = { "sqlite3", "peer.db", ".mode csv", ".import records.csv t", NULL };
    struct cost our_costs[RUNS], peer_costs[RUNS], our_cost, peer_cost;
    uint64_t records = write_table("records.csv", (uint64_t)megabytes * 1000000);

    for (int i = 0; i < RUNS; i++) {
        remove("ours.db");
        our_costs[i] = run(ours);
        remove("peer.db");
        peer_costs[i] = run(peer);
    }
    our_cost = least(our_costs);
    peer_cost = least(peer_costs);
    printf("import, %u MB of %llu records: %.2f s, of processors %.2f s, peak %.0f MB;"
        " sqlite3 .import %.2f s: ratio %.2f, of processors %.2f\n", megabytes,
        (unsigned long long)records, our_cost.wall, our_cost.cpu, our_cost.peak_mb, peer_cost.wall,
        our_cost.wall / peer_cost.wall, our_cost.cpu / peer_cost.cpu);
}

static void
time_files(char *program, unsigned count)
{
    char *words[] = { program, "import", "-d", "small.db", "small", NULL };
    struct cost cost;

    write_files("small", count);
    cost = run(words);
    printf("import, %u files of one result: %.2f s (wall %.2f), %.0f files/s\n", count, cost.cpu,
        cost.wall, count / cost.cpu);
}

int
main(int argc, char **argv)
{
    unsigned megabytes = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100;
    unsigned files = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 10000;
    const char *given = getenv("TMPDIR");
    char folder[4096], program[4096], *remove_all[] = { "rm", "-rf", folder, NULL };

    if (getcwd(program, sizeof program - sizeof "/paretop") == NULL)
        die("getcwd");
    strcat(program, "/paretop");
    snprintf(folder, sizeof folder, "%s/paretop-import.XXXXXX", given != NULL ? given : "/tmp");
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        die(folder);
    if (megabytes > 0)
        compare_table(program, megabytes);
    if (files > 0)
        time_files(program, files);
    run(remove_all);
    return 0;
}
