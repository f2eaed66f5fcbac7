/* command.c - which subcommand was asked for, and what the program exits with. */
#include "config.h"

#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/handlers.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "print/print.h"
#include "read/reader.h"

enum { ANY_NUMBER = 1 << 30 };

static const struct command explorer = {
    "", "[FILE|DIR...]", "explore: charts, tables and comparisons on the terminal",
    "Loads files and folders of evaluation results and of runtime, price, energy and memory "
    "measurements into a private database, or opens the one that -d names, and shows which "
    "models are worth their cost. Without files: standard input if it is a pipe, else ten "
    "language models that come with the program. Without a terminal: the frontier as text.",
    FOR_EXPLORE, 0, ANY_NUMBER, run_explore, NULL, NULL,
};

/* The lenses stand between the first row and the others. */
static const struct command rows[] = {
    {"import", "FILE|DIR...", "load files into a database, with a summary",
        "Each file is loaded in one transaction: all of it or nothing. A file that is there "
        "already with the same bytes and options changes nothing; other bytes replace it.",
        FOR_IMPORT, 1, ANY_NUMBER, run_import, NULL, NULL},
    {"remove", "FILE...", "take what a file brought out of a database again", NULL, FOR_REMOVE,
        1, ANY_NUMBER, run_remove, NULL, NULL},
    {"list", "LIST [FILE|DIR...]", "print models, measures, sources, runs, aliases, warnings, "
        "names that other files lack (unmatched), lenses or formats", NULL, FOR_LIST, 1, ANY_NUMBER,
        run_list, NULL,
        "models|measures|sources|runs|aliases|warnings|unmatched|lenses|formats"},
    {"alias", "[RAW=MODEL...]", "say which model a name in the files means",
        "A backslash escapes an equals sign that is part of a name.", FOR_ALIAS, 0, ANY_NUMBER,
        run_alias, NULL, NULL},
    {"sql", "SELECT [FILE|DIR...]", "ask the database in SQL, read only", NULL, FOR_SQL, 1,
        ANY_NUMBER, run_sql, NULL, NULL},
    {"export", "[FILE|DIR...]", "print all measures of the points, as CSV if not told "
        "otherwise", NULL, FOR_EXPORT, 0, ANY_NUMBER, run_export, NULL, NULL},
    {"completion", "bash|zsh", "print the completion rules of a shell", NULL, FOR_COMPLETION,
        1, 1, run_completion, NULL, "bash|zsh"},
    {"help", "[COMMAND|TOPIC]", "say what a subcommand does and which options it takes, or list "
        "keys, commands, settings or formats", NULL,
        FOR_HELP, 0, 1, run_help, NULL, NULL},
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

static struct command
command_of_lens(const struct lens *lens)
{
    return (struct command){
        .name = lens->name, .operands = "[FILE|DIR...]", .summary = lens->summary,
        .kind = FOR_LENS, .most = ANY_NUMBER, .run = run_lens, .lens = lens,
    };
}

bool
command_next(size_t *at, struct command *out)
{
    size_t n_lenses, index = (*at)++;
    const struct lens *const *lenses = lens_all(&n_lenses);

    if (index == 0) {
        *out = explorer;
        out->lens = lens_find("frontier");
        return true;
    }
    if (index <= n_lenses) {
        *out = command_of_lens(lenses[index - 1]);
        return true;
    }
    if (index - 1 - n_lenses >= N_ROWS)
        return false;
    *out = rows[index - 1 - n_lenses];
    return true;
}

bool
command_find(const char *name, struct command *out)
{
    size_t at = 0;

    while (command_next(&at, out))
        if (strcmp(out->name, name) == 0)
            return true;
    return false;
}

const char *
command_nearest(const char *word)
{
    struct command command;
    const char **names = NULL, *nearest;
    size_t at = 0, count = 0, capacity = 0;

    while (command_next(&at, &command))
        if (command.name[0] != '\0')
            ARRAY_PUSH(names, count, capacity, command.name);
    nearest = text_nearest(word, names, count);
    free(names);
    return nearest;
}

static void
say_mapping_refused(void *context, const struct error *why)
{
    (void)context;
    output_note("left out: %s", why->message);
}

/* The formats of mapping files: one that was named must be right, others are left out. */
static bool
teach_formats(const struct arguments *arguments, struct error *err)
{
    reader_teach_usual(say_mapping_refused, NULL);
    for (size_t i = 0; i < arguments->mappings.count; i++)
        if (!reader_teach_file(arguments->mappings.items[i], err))
            return false;
    return true;
}

static bool
run(const struct command *command, struct arguments *arguments, int argc, char **argv,
    int *status, struct error *err)
{
    if (!arguments_parse(arguments, command, argc, argv, err))
        return false;
    if (arguments->version)
        return (printf("paretop %s\n", PACKAGE_VERSION) > 0 && fflush(stdout) == 0)
            || error_set(err, ERROR_SYSTEM, "cannot write the output: %s", strerror(errno));
    if (arguments->help)
        return help_command(command, err);
    return teach_formats(arguments, err) && command->run(command, arguments, status, err);
}

int
cli_main(int argc, char **argv, const struct explorer_screen *screen)
{
    struct command command;
    struct arguments arguments;
    struct error err = {0};
    int status = EXIT_DONE;
    bool named = argc > 1 && argv[1][0] != '\0' && command_find(argv[1], &command);
    int words = named ? 2 : argc > 0 ? 1 : 0;

    if (!named)
        command_find("", &command);
    arguments_init(&arguments, command.lens);
    arguments.screen = screen;
    if (!run(&command, &arguments, argc - words, argv + words, &status, &err)) {
        print_error_message(&err);
        status = err.kind == ERROR_USAGE ? EXIT_WRONG_USAGE : EXIT_REQUEST;
    }
    arguments_release(&arguments);
    reader_forget_taught();
    interrupt_settle();
    return status;
}
