/* lens_command.c - paretop LENS: one question, one printed answer. Also export, which prints
 * the points that a lens would be given. */
#include "cli/handlers.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/output.h"
#include "cli/source.h"
#include "print/interchange.h"
#include "result/result.h"

enum { MOST_OBJECTIVES = 16 };

/* Names the pair that was chosen where the user named none (contract 3). Errors are the
 * lens's own business: it may do without. */
static void
say_objectives(const struct request *request, const struct frame *frame)
{
    struct objective objectives[MOST_OBJECTIVES];
    size_t n = MOST_OBJECTIVES;
    char *said = NULL;

    if (request->lens->max_objectives == 0 || request->objectives.count > 0)
        return;
    if (request_objectives(request, frame, objectives, &n, &said, NULL) && said != NULL)
        output_note("%s", said);
    free(said);
}

static bool
answer_frame(struct store *store, struct arguments *arguments, const struct frame *frame,
    const struct print_options *options, struct error *err)
{
    struct result *result = NULL;
    bool done;

    say_objectives(&arguments->request, frame);
    if (!request_run(store, &arguments->request, frame, NULL, &result, err))
        return false;
    output_notes(options, result);
    if (frame->skipped != NULL && options->format != PRINT_CSV && options->format != PRINT_SVG)
        output_note("%s", frame->skipped);
    done = output_result(arguments, options, result, err);
    result_free(result);
    return done;
}

bool
lens_answer(const struct source *source, struct arguments *arguments,
    const struct print_options *options, int *status, struct error *err)
{
    struct store *store = NULL;
    struct frame *frame = NULL;
    bool partial = false, done;

    done = source_open(source, arguments, &store, &partial, err) &&
        request_frame(store, &arguments->request, &frame, err) &&
        answer_frame(store, arguments, frame, options, err);
    if (!done)
        source_say_warning(source, store);
    frame_free(frame);
    store_close(store);
    *status = partial ? EXIT_REQUEST : EXIT_DONE;
    return done;
}

bool
run_lens(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    struct print_options options;
    struct source source;
    bool done;

    (void)command;
    done = output_options(arguments, PRINT_TEXT, &options, err) &&
        source_choose(&source, arguments, 0, err);
    if (!done)
        return false;
    done = lens_answer(&source, arguments, &options, status, err);
    source_release(&source);
    return done;
}

static bool
print_frame(const struct arguments *arguments, const struct print_options *options,
    const struct frame *frame, struct error *err)
{
    struct result *result = result_from_frame(frame, "export", frame->grouping);
    bool done;

    for (size_t i = 0; i < frame->n_notes; i++)
        output_note("%s", frame->notes[i]);
    done = output_result(arguments, options, result, err);
    result_free(result);
    return done;
}

static bool
print_origins(const struct arguments *arguments, const struct print_options *options,
    const struct frame *frame, struct error *err)
{
    struct frame *origins = frame_origins(frame);
    bool done = print_frame(arguments, options, origins, err);

    frame_free(origins);
    return done;
}

/* The format that other programs read; only points have what it wants. */
static const char interchange[] = "every-eval-ever";

static bool
print_points(const struct arguments *arguments, const struct frame *frame, struct error *err)
{
    struct strbuf text;
    size_t left_out;
    bool done;

    strbuf_init(&text);
    left_out = print_interchange(frame, &text);
    if (left_out > 0)
        output_note("%zu %s of unknown direction %s left out, for the format wants one: "
            "--direction NAME=max or min says it", left_out,
            text_counted((double)left_out, "measure", "measures"),
            text_counted((double)left_out, "is", "are"));
    done = output_text(arguments, &text, err);
    strbuf_release(&text);
    return done;
}

bool
run_export(const struct command *command, struct arguments *arguments, int *status,
    struct error *err)
{
    struct print_options options;
    struct source source;
    struct store *store = NULL;
    struct frame *frame = NULL;
    bool partial = false, done;
    bool points = arguments->format != NULL && strcmp(arguments->format, interchange) == 0;

    (void)command;
    if (points && arguments->origins)
        return error_set(err, ERROR_USAGE, "%s has no place for --origins", interchange);
    if (points)
        arguments->format = "json";
    if (!output_options(arguments, PRINT_CSV, &options, err) ||
        !source_choose(&source, arguments, 0, err))
        return false;
    done = source_open(&source, arguments, &store, &partial, err) &&
        request_frame(store, &arguments->request, &frame, err) &&
        (points ? print_points(arguments, frame, err)
            : arguments->origins ? print_origins(arguments, &options, frame, err)
            : print_frame(arguments, &options, frame, err));
    if (!done)
        source_say_warning(&source, store);
    frame_free(frame);
    store_close(store);
    source_release(&source);
    *status = partial ? EXIT_REQUEST : EXIT_DONE;
    return done;
}
