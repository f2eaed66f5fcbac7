/* help.c - what each subcommand does and takes, from the rows of the tables: for people, and
 * as the lists of the manual pages. */
#include "cli/handlers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/help_write.h"
#include "cli/output.h"

static void
general_entry(struct strbuf *out, const struct cli_option *row)
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
    help_entry(out, left.data, row->help);
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

    help_entry(out, left, help);
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
            help_entry(out, command.name, command.summary);
    strbuf_puts(out, "\nFurther pages of help:");
    for (size_t i = 0; help_topic_name(i) != NULL; i++)
        strbuf_printf(out, "%s help %s", i > 0 ? "," : "", help_topic_name(i));
    strbuf_putc(out, '\n');
}

static void
help_text(const struct command *command, struct strbuf *out)
{
    size_t at = 0;
    const char *space = command->name[0] != '\0' ? " " : "";

    strbuf_printf(out, "usage: paretop %s%s[options]%s%s\n\n", command->name, space,
        command->operands[0] != '\0' ? " " : "", command->operands);
    help_paragraph(out, command->about != NULL ? command->about : command->summary);
    if (command->name[0] == '\0')
        list_commands(out);
    strbuf_puts(out, "\nOptions:\n");
    for (const struct cli_option *row; (row = cli_option_next(command, &at)) != NULL;)
        general_entry(out, row);
    if (command->lens == NULL || command->lens->n_options == 0)
        return;
    strbuf_printf(out, "\nOptions of the %s lens (default):\n", command->lens->name);
    for (size_t i = 0; i < command->lens->n_options; i++)
        lens_entry(out, &command->lens->options[i]);
}

/* --- the manual's lists --- */

static void
mdoc_general(struct strbuf *out, const struct cli_option *row)
{
    strbuf_puts(out, ".It ");
    if (row->letter != 0)
        strbuf_printf(out, "Fl %c , ", row->letter);
    strbuf_printf(out, "Fl -%s", row->name);
    if (row->value != NULL)
        strbuf_printf(out, " Ar \"%s\"", row->value);
    strbuf_putc(out, '\n');
    help_mdoc_sentence(out, row->help);
}

static void
mdoc_lens(struct strbuf *out, const struct lens_option *option)
{
    const char *value = lens_option_value(option);
    char *flag = lens_option_flag(option), *help = lens_option_help(option);

    strbuf_printf(out, ".It Fl -%s", flag);
    if (value != NULL)
        strbuf_printf(out, " Ar \"%s\"", value);
    strbuf_putc(out, '\n');
    help_mdoc_sentence(out, help);
    free(help);
    free(flag);
}

/* Of a lens its own options: those that it shares with the explorer stand there. */
static void
mdoc_list(const struct command *command, struct strbuf *out)
{
    bool lens = command->kind == FOR_LENS;
    size_t at = 0;

    strbuf_puts(out, ".Bl -tag -width Ds\n");
    for (const struct cli_option *row; !lens && (row = cli_option_next(command, &at)) != NULL;)
        mdoc_general(out, row);
    for (size_t i = 0; lens && i < command->lens->n_options; i++)
        mdoc_lens(out, &command->lens->options[i]);
    strbuf_puts(out, ".El\n");
}

/* --- the subcommand --- */

static bool
print_help(const struct command *command, bool mdoc, struct error *err)
{
    static const struct arguments to_standard_output;
    struct strbuf out;
    bool done;

    strbuf_init(&out);
    if (mdoc)
        mdoc_list(command, &out);
    else
        help_text(command, &out);
    done = output_text(&to_standard_output, &out, err);
    strbuf_release(&out);
    return done;
}

bool
help_command(const struct command *command, struct error *err)
{
    return print_help(command, false, err);
}

static bool
refuse_topic(const char *name, struct error *err)
{
    const char *nearest = command_nearest(name);

    error_set(err, ERROR_USAGE, "no subcommand \"%s\"%s%s%s", name,
        nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
        nearest != NULL ? "?" : "");
    return error_hint(err, "paretop help lists them");
}

bool
run_help(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    const char *name = arguments->files.count > 0 ? arguments->files.items[0] : "";
    struct command about;
    struct strbuf out;
    bool done;

    (void)command;
    (void)status;
    if (command_find(name, &about))
        return print_help(&about, arguments->mdoc, err);
    strbuf_init(&out);
    done = help_topic(name, arguments->mdoc, &out) ? output_text(arguments, &out, err)
                                                   : refuse_topic(name, err);
    strbuf_release(&out);
    return done;
}
