/* help.c - what each subcommand does and takes, from the rows of the tables: for people, and
 * as the lists of the manual pages. */
#include "cli/handlers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/output.h"

enum { HELP_WIDTH = 79, HELP_INDENT = 26 };

/* Appends words, broken at HELP_WIDTH, each further line indented. `column` is where the
 * first word goes. */
static void
wrap(struct strbuf *out, const char *text, size_t column, size_t indent)
{
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        size_t width = text_width(text, length);

        if (column > indent && column + 1 + width > HELP_WIDTH) {
            strbuf_putc(out, '\n');
            strbuf_fill(out, ' ', indent);
            column = indent;
        } else if (column > indent) {
            strbuf_putc(out, ' ');
            column++;
        }
        strbuf_add(out, text, length);
        column += width;
        text += length;
        text += strspn(text, " ");
    }
    strbuf_putc(out, '\n');
}

/* "  -o, --objective NAME   help", the help on a line of its own where the left is long. */
static void
entry(struct strbuf *out, const char *left, const char *help)
{
    size_t width = text_width(left, strlen(left)) + 2;

    strbuf_printf(out, "  %s", left);
    if (width + 2 > HELP_INDENT) {
        strbuf_putc(out, '\n');
        width = 0;
    }
    strbuf_fill(out, ' ', HELP_INDENT - width);
    wrap(out, help, HELP_INDENT, HELP_INDENT);
}

static void
general_entry(struct strbuf *out, const struct option_row *row)
{
    struct strbuf left;

    strbuf_init(&left);
    if (row->letter != 0)
        strbuf_printf(&left, "-%c, ", row->letter);
    else
        strbuf_puts(&left, "    ");
    strbuf_printf(&left, "--%s", row->name);
    if (row->value != NULL)
        strbuf_printf(&left, " %s", row->value);
    entry(out, left.data, row->help);
    strbuf_release(&left);
}

/* The help of a lens's option with its unit and default. */
static char *
lens_option_help(const struct lens_option *option)
{
    struct strbuf help;

    strbuf_init(&help);
    strbuf_puts(&help, option->help);
    if (option->unit != NULL)
        strbuf_printf(&help, ", in %s", option->unit);
    if (option->fallback[0] != '\0' && option->type != OPTION_FLAG)
        strbuf_printf(&help, " (%s)", option->fallback);
    return strbuf_detach(&help);
}

static void
lens_entry(struct strbuf *out, const struct lens_option *option)
{
    const char *value = lens_option_value(option);
    char *flag = lens_option_flag(option), *help = lens_option_help(option);
    char *left = mem_printf("    --%s%s%s", flag, value != NULL ? " " : "",
        value != NULL ? value : "");

    entry(out, left, help);
    free(left);
    free(help);
    free(flag);
}

static void
list_commands(struct strbuf *out)
{
    struct command command;
    size_t at = 0;

    strbuf_puts(out, "\nSubcommands (the first word; paretop help COMMAND tells more):\n");
    while (command_next(&at, &command))
        if (command.name[0] != '\0')
            entry(out, command.name, command.summary);
}

static void
help_text(const struct command *command, struct strbuf *out)
{
    size_t at = 0;
    const char *space = command->name[0] != '\0' ? " " : "";

    strbuf_printf(out, "usage: paretop %s%s[options]%s%s\n\n", command->name, space,
        command->operands[0] != '\0' ? " " : "", command->operands);
    wrap(out, command->about != NULL ? command->about : command->summary, 0, 0);
    if (command->name[0] == '\0')
        list_commands(out);
    strbuf_puts(out, "\nOptions:\n");
    for (const struct option_row *row; (row = option_next(command, &at)) != NULL;)
        general_entry(out, row);
    if (command->lens == NULL || command->lens->n_options == 0)
        return;
    strbuf_printf(out, "\nOptions of the %s lens (default):\n", command->lens->name);
    for (size_t i = 0; i < command->lens->n_options; i++)
        lens_entry(out, &command->lens->options[i]);
}

/* --- the manual's lists --- */

/* A word in mdoc: what begins like a macro or a request is protected. */
static void
mdoc_text(struct strbuf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            strbuf_puts(out, "\\e");
        else if (*text == '-')
            strbuf_puts(out, "\\-");
        else
            strbuf_putc(out, *text);
    }
}

static void
mdoc_sentence(struct strbuf *out, const char *help)
{
    strbuf_puts(out, "\\&");
    mdoc_text(out, help);
    strbuf_puts(out, ".\n");
}

static void
mdoc_general(struct strbuf *out, const struct option_row *row)
{
    strbuf_puts(out, ".It ");
    if (row->letter != 0)
        strbuf_printf(out, "Fl %c , ", row->letter);
    strbuf_printf(out, "Fl \\-%s", row->name);
    if (row->value != NULL)
        strbuf_printf(out, " Ar \"%s\"", row->value);
    strbuf_putc(out, '\n');
    mdoc_sentence(out, row->help);
}

static void
mdoc_lens(struct strbuf *out, const struct lens_option *option)
{
    const char *value = lens_option_value(option);
    char *flag = lens_option_flag(option), *help = lens_option_help(option);

    strbuf_printf(out, ".It Fl \\-%s", flag);
    if (value != NULL)
        strbuf_printf(out, " Ar \"%s\"", value);
    strbuf_putc(out, '\n');
    mdoc_sentence(out, help);
    free(help);
    free(flag);
}

static void
mdoc_list(const struct command *command, struct strbuf *out)
{
    size_t at = 0;

    strbuf_puts(out, ".Bl -tag -width Ds\n");
    for (const struct option_row *row; (row = option_next(command, &at)) != NULL;)
        mdoc_general(out, row);
    for (size_t i = 0; command->lens != NULL && i < command->lens->n_options; i++)
        mdoc_lens(out, &command->lens->options[i]);
    strbuf_puts(out, ".El\n");
}

/* --- the subcommand --- */

static bool
print_made(void (*make)(const struct command *, struct strbuf *),
    const struct command *command, struct error *err)
{
    static const struct arguments to_standard_output;
    struct strbuf out;
    bool done;

    strbuf_init(&out);
    make(command, &out);
    done = output_text(&to_standard_output, &out, err);
    strbuf_release(&out);
    return done;
}

bool
help_command(const struct command *command, struct error *err)
{
    return print_made(help_text, command, err);
}

bool
run_help(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    const char *name = arguments->files.count > 0 ? arguments->files.items[0] : "";
    const char *nearest;
    struct command about;

    (void)command;
    (void)status;
    if (command_find(name, &about))
        return print_made(arguments->mdoc ? mdoc_list : help_text, &about, err);
    nearest = command_nearest(name);
    error_set(err, ERROR_USAGE, "no subcommand \"%s\"%s%s%s", name,
        nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
        nearest != NULL ? "?" : "");
    return error_hint(err, "paretop help lists them");
}
