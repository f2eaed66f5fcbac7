/* read_dump.c - prints what the readers make of files, for looking at it with one's own eyes:
 *
 *     make tests/tools/read_dump && tests/tools/read_dump [-s] [-l] FILE...
 *
 * -s prints one line of counts for each file, -l is lenient.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../unit/recording.h"

struct dump { bool summary; struct read_options options; };

static bool
dump_input(void *context, const struct input *input, struct error *err)
{
    const struct dump *dump = context;
    const struct reader *reader = reader_sniff(input);
    struct recording recording;
    struct error why = {0};

    (void)err;
    recording_init(&recording);
    recording.quiet = dump->summary;
    if (reader == NULL)
        printf("%s: not recognised\n", input->name);
    else if (!reader_read(reader, input, &dump->options, &recording.sink, &why))
        printf("%s: [%s] REFUSED %s (%s)\n", input->name, reader->name, why.message, why.hint);
    else if (dump->summary)
        printf("%s: [%s] %zu columns, %zu records, %zu runs, %zu scores, %zu curves, %zu items, "
            "%zu requests, %zu rejects, %zu warnings\n", input->name, reader->name,
            recording.n_columns, recording.records, recording.runs, recording.scores,
            recording.curves, recording.items, recording.requests, recording.rejects,
            recording.warnings);
    else
        printf("== %s\n%s", input->name, recording.text.data);
    recording_release(&recording);
    return true;
}

static bool
dump_refusal(void *context, const char *name, bool in_folder, const struct error *why)
{
    (void)context;
    (void)name;
    (void)in_folder;
    printf("REFUSED %s (%s)\n", why->message, why->hint);
    return true;
}

int
main(int argc, char **argv)
{
    struct dump dump = {0};
    struct input_visitor visitor = {.visit = dump_input, .refuse = dump_refusal,
        .context = &dump};
    int first = 1;

    reader_teach_usual(NULL, NULL);
    for (; first < argc && argv[first][0] == '-' && argv[first][1] != '\0'; first++) {
        dump.summary |= strcmp(argv[first], "-s") == 0;
        dump.options.lenient |= strcmp(argv[first], "-l") == 0;
    }
    return input_walk((const char *const *)&argv[first], (size_t)(argc - first), NULL, &visitor,
        NULL) ? 0 : 1;
}
