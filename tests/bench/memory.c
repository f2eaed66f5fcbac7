/* memory.c - how much memory imports of large files take at their peak; above the limit it fails.
 *
 *     memory [LINES] [DOCUMENT] [TABLE] [RECORDS]       megabytes (500, 100, 500 and 100)
 *
 * Lines are samples as lm-evaluation-harness writes them, the document is a log of Inspect, one
 * JSON value, the table a CSV file, and the records a list of objects inside an object. A peak that
 * hardly differs between sizes is bounded.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT_MB = 100 };

static void
die(const char *what)
{
    perror(what);
    exit(1);
}

static const char words[] = "Which of these riddles is the oldest one that people still tell? Which"
    " of them has more than one answer, and which of the answers is the best known?";

static void
put_lines(FILE *out, long bytes)
{
    for (int i = 0; ftell(out) < bytes; i++)
        fprintf(out, "{\"doc_id\": %d, \"doc\": {\"query\": \"%s\", \"gold\": %d}, \"target\": \"%d\","
            " \"arguments\": {\"gen_args_0\": {\"arg_0\": \"%s\", \"arg_1\": \" a\"}, \"gen_args_1\":"
            " {\"arg_0\": \"%s\", \"arg_1\": \" b\"}}, \"resps\": [[[-%d.5, false]], [[-2.0, false]]],"
            " \"filtered_resps\": [[-%d.5, false], [-2.0, false]], \"filter\": \"none\", \"metrics\":"
            " [\"acc\"], \"doc_hash\": \"%064d\", \"acc\": %d.0}\n", i, words, i % 4, i % 4, words,
            words, i % 10, i % 10, i, i % 3 == 0);
}

static void
put_document(FILE *out, long bytes)
{
    fputs("{\"version\": 2, \"status\": \"success\",\n \"eval\": {\"task\": \"riddles\", \"model\":"
        " \"acme/tiny\", \"created\": \"2025-03-01T12:00:00+01:00\", \"run_id\": \"r1\", \"dataset\":"
        " {\"name\": \"riddles\"}, \"config\": {}},\n \"plan\": {\"name\": \"plan\", \"steps\": []},\n"
        " \"results\": {\"scores\": [{\"name\": \"match\", \"scorer\": \"match\", \"metrics\":"
        " {\"accuracy\": {\"name\": \"accuracy\", \"value\": 0.75}}}]},\n \"samples\": [", out);
    for (int i = 0; ftell(out) < bytes; i++)
        fprintf(out, "%s\n  {\"id\": %d, \"epoch\": 1, \"input\": \"%s\", \"target\": \"%d\","
            " \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}, {\"role\": \"assistant\","
            " \"content\": \"%d\"}], \"scores\": {\"match\": {\"value\": \"%s\"}}}", i > 0 ? "," : "", i,
            words, i % 7, words, i % 5, i % 3 == 0 ? "I" : "C");
    fputs("]}\n", out);
}

static void
put_table(FILE *out, long bytes)
{
    fputs("model,item,score,latency_ms,note\n", out);
    for (int i = 0; ftell(out) < bytes; i++)
        fprintf(out, "family/model-%d,%d,%d,%d.25,\"%.60s\"\n", i / 10000, i, i % 2, i % 977, words);
}

/* Records in a list of an object of one's own, with lists of objects in them. */
static void
put_records(FILE *out, long bytes)
{
    fputs("{\"suite\": \"riddles\", \"settings\": {\"shots\": 5}, \"results\": [", out);
    for (int i = 0; ftell(out) < bytes; i++) {
        fprintf(out, "%s\n {\"model\": \"family/model-%d\", \"task\": \"riddles-%d\", \"accuracy\":"
            " 0.%03d, \"latency_ms\": %d.5, \"steps\": [", i > 0 ? "," : "", i % 50, i % 7, i % 1000,
            i % 977);
        for (int step = 0; step < 20; step++)
            fprintf(out, "%s{\"step\": %d, \"loss\": %d.25, \"tags\": [\"a\", {\"of\": %d}]}",
                step > 0 ? ", " : "", step, i % 9, step);
        fputs("]}", out);
    }
    fputs("]}\n", out);
}

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Whether the import of such a file stays below the limit. */
static int
measure(char *program, char *name, void (*put)(FILE *out, long bytes), long megabytes)
{
    char *import[] = { program, "import", "-q", "-d", "memory.db", name, NULL };
    FILE *file = fopen(name, "w");
    struct rusage used;
    double began, peak;
    int status;
    pid_t child;

    if (file == NULL)
        die(name);
    put(file, megabytes * 1000000);
    if (fclose(file) != 0)
        die(name);
    began = now();
    fflush(stdout);
    child = fork();
    if (child == 0) {
        execv(program, import);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) < 0 || status != 0) {
        fprintf(stderr, "memory: the import of %s failed\n", name);
        return 0;
    }
    peak = (double)used.ru_maxrss / 1024;
    printf("peak of an import, %ld MB of %s: %.0f MB (limit %d), %.2f s\n", megabytes, name, peak,
        LIMIT_MB, now() - began);
    remove(name);
    remove("memory.db");
    return peak < LIMIT_MB;
}

int
main(int argc, char **argv)
{
    static char lines[] = "samples_riddles.jsonl", document[] = "log.json", records[] = "records.json", table[] = "table.csv";
    const char *given = getenv("TMPDIR");
    char folder[4096], program[4096];
    long megabytes[] = { 500, 100, 500, 100 };
    int fine;

    for (int i = 1; i < argc && i <= 4; i++)
        megabytes[i - 1] = strtol(argv[i], NULL, 10);
    if (getcwd(program, sizeof program - sizeof "/paretop") == NULL)
        die("getcwd");
    strcat(program, "/paretop");
    snprintf(folder, sizeof folder, "%s/paretop-memory.XXXXXX", given != NULL ? given : "/tmp");
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        die(folder);
    fine = measure(program, lines, put_lines, megabytes[0])
        & measure(program, document, put_document, megabytes[1])
        & measure(program, table, put_table, megabytes[2])
        & measure(program, records, put_records, megabytes[3]);
    if (chdir("/") != 0 || rmdir(folder) != 0)
        die(folder);
    return fine ? 0 : 1;
}
