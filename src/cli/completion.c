/* completion.c - rules for a shell's completion, from the rows of the tables. The files in
 * share/completions/ are what this prints; a test holds them to it. */
#include "cli/handlers.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/output.h"

/* An option of either table in the shape that both shells' rules need. */
struct rule {
    char *name;
    char letter;
    const char *value, *help, *choices;
    bool completes_files, repeats;
};

static bool
rule_next(const struct command *command, size_t *at, struct rule *out)
{
    /* The general rows come first; behind them *at counts the lens's options, odd. */
    if (*at % 2 == 0) {
        size_t next = *at / 2;
        const struct cli_option *row = cli_option_next(command, &next);

        if (row != NULL) {
            *at = next * 2;
            *out = (struct rule){.name = mem_strdup(row->name), .letter = row->letter,
                .value = row->value, .help = row->help, .choices = row->choices,
                .completes_files = row->completes == COMPLETES_FILE,
                .repeats = cli_option_repeats(row)};
            return true;
        }
        *at = 1;
    }
    if (command->lens == NULL || *at / 2 >= command->lens->n_options)
        return false;
    const struct lens_option *option = &command->lens->options[*at / 2];
    *out = (struct rule){.name = lens_option_flag(option), .value = lens_option_value(option),
        .help = option->help,
        .choices = option->type == OPTION_CHOICE ? option->choices : NULL};
    *at += 2;
    return true;
}

/* "a|b" with the bars replaced. */
static void
add_choices(struct strbuf *out, const char *choices)
{
    for (; *choices != '\0'; choices++)
        strbuf_putc(out, *choices == '|' ? ' ' : *choices);
}

static void
add_command_names(struct strbuf *out)
{
    struct command command;
    size_t at = 0;

    while (command_next(&at, &command))
        if (command.name[0] != '\0')
            strbuf_printf(out, "%s%s", out->data[out->length - 1] == '\'' ? "" : " ",
                command.name);
}

/* --- bash --- */

static void
bash_options(struct strbuf *out, const struct command *command)
{
    struct rule rule;
    size_t at = 0;

    strbuf_printf(out, "    %s)\n        options='", command->name[0] ? command->name : "*");
    for (bool first = true; rule_next(command, &at, &rule); first = false) {
        strbuf_printf(out, "%s--%s", first ? "" : " ", rule.name);
        free(rule.name);
    }
    strbuf_puts(out, "'\n");
    if (command->choices != NULL) {
        strbuf_puts(out, "        words='");
        add_choices(out, command->choices);
        strbuf_puts(out, "'\n");
    }
    strbuf_puts(out, "        case $before in\n");
    at = 0;
    while (rule_next(command, &at, &rule)) {
        if (rule.choices != NULL) {
            strbuf_printf(out, "        --%s) values='", rule.name);
            add_choices(out, rule.choices);
            strbuf_puts(out, "' ;;\n");
        }
        free(rule.name);
    }
    strbuf_puts(out, "        esac ;;\n");
}

static void
bash_rules(struct strbuf *out)
{
    struct command command;
    size_t at = 0;

    strbuf_puts(out,
        "# bash completion for paretop, printed by: paretop completion bash\n"
        "# Where nothing of this fits, bash completes file names.\n"
        "_paretop()\n"
        "{\n"
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
        "    local command= options= values= words=\n"
        "    [ \"$before\" != = ] || before=${COMP_WORDS[COMP_CWORD-2]}\n"
        "    [ \"$COMP_CWORD\" -lt 2 ] || command=${COMP_WORDS[1]}\n"
        "    case $command in\n");
    while (command_next(&at, &command))
        if (command.name[0] != '\0')
            bash_options(out, &command);
    command_find("", &command);
    bash_options(out, &command);
    strbuf_puts(out, "    esac\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
        "        words='");
    add_command_names(out);
    strbuf_puts(out, "'\n"
        "    elif [ \"$command\" = help ]; then\n"
        "        words='");
    add_command_names(out);
    strbuf_puts(out, "'\n"
        "    elif [ \"$COMP_CWORD\" -gt 2 ]; then\n"
        "        words=\n"
        "    fi\n"
        "    if [ -n \"$values\" ]; then\n"
        "        words=$values\n"
        "        [ \"$word\" != = ] || word=\n"
        "    elif [[ $word == -* ]]; then\n"
        "        words=$options\n"
        "    fi\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
        "}\n"
        "complete -o default -F _paretop paretop\n");
}

/* --- zsh --- */

/* Inside '...' of a specification of _arguments. */
static void
zsh_text(struct strbuf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            strbuf_puts(out, "'\\'");
        else if (strchr("[]:\\", *text) != NULL)
            strbuf_putc(out, '\\');
        strbuf_putc(out, *text);
    }
}

static void
zsh_action(struct strbuf *out, const struct rule *rule)
{
    strbuf_putc(out, ':');
    zsh_text(out, rule->choices != NULL ? "value" : rule->value);
    strbuf_putc(out, ':');
    if (rule->choices != NULL) {
        strbuf_putc(out, '(');
        add_choices(out, rule->choices);
        strbuf_putc(out, ')');
    } else if (rule->completes_files) {
        strbuf_puts(out, "_files");
    }
}

static void
zsh_option(struct strbuf *out, const struct rule *rule)
{
    strbuf_puts(out, "            ");
    if (rule->repeats)
        strbuf_puts(out, "'*'");
    else if (rule->letter != 0)
        strbuf_printf(out, "'(-%c --%s)'", rule->letter, rule->name);
    if (rule->letter != 0)
        strbuf_printf(out, "{-%c%s,--%s%s}'", rule->letter, rule->value != NULL ? "+" : "",
            rule->name, rule->value != NULL ? "=" : "");
    else
        strbuf_printf(out, "'--%s%s", rule->name, rule->value != NULL ? "=" : "");
    strbuf_putc(out, '[');
    zsh_text(out, rule->help);
    strbuf_putc(out, ']');
    if (rule->value != NULL)
        zsh_action(out, rule);
    strbuf_puts(out, "' \\\n");
}

static void
zsh_options(struct strbuf *out, const struct command *command)
{
    struct rule rule;
    size_t at = 0;

    strbuf_printf(out, "    %s)\n        _arguments -s -S \\\n",
        command->name[0] != '\0' ? command->name : "*");
    while (rule_next(command, &at, &rule)) {
        zsh_option(out, &rule);
        free(rule.name);
    }
    if (command->choices != NULL) {
        strbuf_puts(out, "            '1:word:(");
        add_choices(out, command->choices);
        strbuf_puts(out, ")' \\\n");
    }
    if (strcmp(command->name, "help") == 0) {
        strbuf_puts(out, "            '1:subcommand:(");
        add_command_names(out);
        strbuf_puts(out, ")' ;;\n");
    } else {
        strbuf_puts(out, "            '*:file:_files' ;;\n");
    }
}

static void
zsh_rules(struct strbuf *out)
{
    struct command command;
    size_t at = 0;

    strbuf_puts(out,
        "#compdef paretop\n"
        "# zsh completion for paretop, printed by: paretop completion zsh\n"
        "_paretop()\n"
        "{\n"
        "    local -a subcommands\n"
        "    subcommands=(\n");
    while (command_next(&at, &command))
        if (command.name[0] != '\0') {
            strbuf_printf(out, "        '%s:", command.name);
            zsh_text(out, command.summary);
            strbuf_puts(out, "'\n");
        }
    strbuf_puts(out,
        "    )\n"
        "    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
        "        _describe -t subcommands subcommand subcommands\n"
        "        _files\n"
        "        return\n"
        "    fi\n"
        "    local name=$words[2]\n"
        "    if (( $+subcommands[(r)$name:*] )); then\n"
        "        shift words\n"
        "        (( CURRENT-- ))\n"
        "    fi\n"
        "    case $name in\n");
    at = 0;
    while (command_next(&at, &command))
        if (command.name[0] != '\0')
            zsh_options(out, &command);
    command_find("", &command);
    zsh_options(out, &command);
    strbuf_puts(out, "    esac\n}\n_paretop \"$@\"\n");
}

bool
run_completion(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    const char *shell = arguments->files.items[0];
    struct strbuf out;
    bool done;

    (void)command;
    (void)status;
    if (strcmp(shell, "bash") != 0 && strcmp(shell, "zsh") != 0)
        return error_set(err, ERROR_USAGE, "completion is there for bash and zsh, not \"%s\"",
            shell);
    strbuf_init(&out);
    if (strcmp(shell, "bash") == 0)
        bash_rules(&out);
    else
        zsh_rules(&out);
    done = output_text(arguments, &out, err);
    strbuf_release(&out);
    return done;
}
