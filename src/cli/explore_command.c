/* explore_command.c - paretop without a subcommand: the explorer; without a terminal the
 * frontier as text; and key scripts, which need no terminal. */
#include "cli/handlers.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/output.h"
#include "cli/source.h"
#include "session/session.h"

/* A first word that is no file was meant as a subcommand. Only a misspelt one is refused
 * here: what a file has to say for itself it says when it is opened. */
static bool
check_first_word(const struct arguments *arguments, struct error *err)
{
    const char *word = arguments->files.count > 0 ? arguments->files.items[0] : NULL;
    const char *nearest;
    struct command command;
    struct stat status;

    if (word == NULL || strcmp(word, "-") == 0 || strchr(word, '/') != NULL ||
        stat(word, &status) == 0)
        return true;
    if (command_find(word, &command)) {
        error_set(err, ERROR_USAGE, "the subcommand comes first: paretop %s", word);
        return error_hint(err, "a file of that name is ./%s", word);
    }
    nearest = command_nearest(word);
    if (nearest == NULL)
        return true;
    return error_set(err, ERROR_USAGE, "no file or subcommand \"%s\"; did you mean %s?", word,
        nearest);
}

static struct session_options
session_options_of(const struct source *source, const struct arguments *arguments,
    const struct print_options *print)
{
    return (struct session_options){
        .database = source->database,
        .files = source->files, .n_files = source->n_files,
        .view = arguments->view,
        .commands = (const char *const *)arguments->commands.items,
        .n_commands = arguments->commands.count,
        .request = &arguments->request,
        .lenient = arguments->lenient,
        .limits = arguments->limits,
        .format = arguments->from,
        .map = (const char *const *)arguments->map.items, .n_map = arguments->map.count,
        .set = (const char *const *)arguments->set.items, .n_set = arguments->set.count,
        .glyphs = print->glyphs,
        .columns = print->columns, .rows = print->rows,
    };
}

/* What the explorer would show, for a view or commands without a terminal: where nobody
 * reads messages, the first command that failed ends it. */
static bool
print_screen(struct session *session, const struct arguments *arguments,
    const struct print_options *print, struct error *err)
{
    struct canvas *canvas =
        canvas_new(print->columns, print->rows, print->glyphs == GLYPHS_ASCII);
    struct strbuf text;
    bool done;

    session_render(session, canvas);
    strbuf_init(&text);
    canvas_write(canvas, &text);
    done = output_text(arguments, &text, err);
    strbuf_release(&text);
    canvas_free(canvas);
    return done;
}

static bool
explore(const struct source *source, const struct arguments *arguments,
    const struct print_options *print, bool terminal, struct error *err)
{
    const struct session_options options = session_options_of(source, arguments, print);
    struct session *session = NULL;
    char *words;
    bool done;

    if (!session_new(&session, &options, err))
        return false;
    if (arguments->script != NULL)
        done = session_script(session, arguments->script, err);
    else if (terminal)
        done = arguments->screen->run(session, arguments->mouse, err);
    else {
        session_wait(session);
        done = !session_failed(session, err) && print_screen(session, arguments, print, err);
    }
    words = session_parting_words(session);
    if (words != NULL && done)
        output_note("%s", words);
    free(words);
    session_free(session);
    return done;
}

bool
run_explore(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    bool prints = arguments->format != NULL || arguments->output != NULL || arguments->plot ||
        arguments->table != NULL || arguments->chart != NULL;
    bool opens = arguments->view != NULL || arguments->commands.count > 0 ||
        arguments->script != NULL;
    bool terminal = !prints && arguments->script == NULL && isatty(STDOUT_FILENO) == 1 &&
        arguments->screen->is_available();
    struct print_options print;
    struct source source;
    bool done;

    (void)command;
    if (prints && opens)
        return error_set(err, ERROR_USAGE,
            "-V, -c and --script are for the explorer; --format, -O, --table and --plot print");
    if (!check_first_word(arguments, err) ||
        !output_options(arguments, PRINT_TEXT, &print, err) ||
        !source_choose(&source, arguments, 0, err))
        return false;
    if (terminal || opens) {
        done = explore(&source, arguments, &print, terminal, err);
    } else {
        print.plot = print.format == PRINT_TEXT;
        done = lens_answer(&source, arguments, &print, status, err);
    }
    source_release(&source);
    return done;
}
