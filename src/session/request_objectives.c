/* request_objectives.c - what a question looks at: objectives that are named, or chosen and
 * said. */
#include "session/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/derived.h"

struct objective_room { struct objective *items; size_t count, room; };

static bool
objective_add(struct objective_room *room, const struct frame *frame,
    struct objective objective, struct error *err)
{
    for (size_t i = 0; i < room->count; i++)
        if (room->items[i].column == objective.column)
            return error_set(err, ERROR_REQUEST, "\"%s\" is an objective twice",
                frame->columns[objective.column].name);
    if (room->count == room->room)
        return error_set(err, ERROR_REQUEST, "more than %zu objectives", room->room);
    room->items[room->count++] = objective;
    return true;
}

/* The most of the parts that together name a measure that has commas in its name, as messages
 * write it; else the first part. The caller frees. */
static char *
longest_name(const struct frame *frame, char *const *parts, size_t n, size_t *used)
{
    for (*used = n; *used > 1; --*used) {
        struct strbuf joined;
        const char *name;

        strbuf_init(&joined);
        for (size_t i = 0; i < *used; i++)
            strbuf_printf(&joined, "%s%s", i > 0 ? "," : "", parts[i]);
        name = joined.data;
        if (strncmp(name, "max:", 4) == 0 || strncmp(name, "min:", 4) == 0)
            name += 4;
        if (frame_column(frame, name) != FRAME_NONE)
            return strbuf_detach(&joined);
        strbuf_release(&joined);
    }
    return mem_strdup(parts[0]);
}

/* A text is one objective if all of it names one; else it is a list of them. The error is
 * about the part that a user would look for: the whole where there is no comma. */
static bool
objectives_of_text(struct objective_room *room, const struct frame *frame,
    const char *text, struct error *err)
{
    struct objective objective;
    size_t count;
    char **parts;
    bool done = true;

    if (frame_parse_objective(frame, text, &objective, err))
        return objective_add(room, frame, objective, err);
    parts = text_split(text, ',', &count);
    for (size_t i = 0, used; i < count && done; i += used) {
        char *part = longest_name(frame, parts + i, count - i, &used);

        done = frame_parse_objective(frame, part, &objective, err) &&
            objective_add(room, frame, objective, err);
        free(part);
    }
    text_split_free(parts, count);
    return done;
}

static const char *
direction_word(enum direction direction)
{
    return direction == DIRECTION_MAX ? "max" : "min";
}

static size_t
rows_with_all(const struct frame *frame, const struct objective *objectives, size_t n)
{
    size_t rows = 0;

    for (size_t row = 0; row < frame->rows; row++) {
        bool all = true;

        for (size_t i = 0; i < n; i++) {
            double value = frame->columns[objectives[i].column].value[row];

            all = all && value == value;
        }
        rows += all;
    }
    return rows;
}

static void
say_pair(struct strbuf *out, const struct frame *frame, const struct objective pair[2])
{
    strbuf_printf(out, "%s:%s and %s:%s",
        direction_word(pair[0].direction), frame->columns[pair[0].column].name,
        direction_word(pair[1].direction), frame->columns[pair[1].column].name);
}

static char *
say_default(const struct frame *frame, const struct objective pair[2],
    const struct objective runner_up[2])
{
    size_t with_both = rows_with_all(frame, pair, 2);
    struct strbuf said;

    strbuf_init(&said);
    strbuf_puts(&said, "objectives chosen: ");
    say_pair(&said, frame, pair);
    strbuf_printf(&said, ", which %zu of %zu points %s", with_both, frame->rows,
        text_counted((double)with_both, "has", "have"));
    if (runner_up[0].column != FRAME_NONE && runner_up[1].column != FRAME_NONE) {
        strbuf_puts(&said, "; next would be ");
        say_pair(&said, frame, runner_up);
        strbuf_printf(&said, " (%zu)", rows_with_all(frame, runner_up, 2));
    }
    return strbuf_detach(&said);
}

bool
request_left_none(const struct frame *frame, struct error *err)
{
    if (frame->rows > 0 || frame->where == NULL || frame->rows_total == 0)
        return false;
    error_set(err, ERROR_REQUEST, "the filter \"%s\" leaves none of %zu points", frame->where,
        frame->rows_total);
    error_hint(err, "another filter, or none, would leave some");
    return true;
}

static bool
default_objectives(const struct frame *frame, struct objective_room *room, char **said,
    struct error *err)
{
    struct objective pair[2], runner_up[2];

    if (request_left_none(frame, err))
        return false;
    if (!frame_default_objectives(frame, pair, runner_up, err))
        return false;
    for (size_t i = 0; i < 2; i++)
        if (!objective_add(room, frame, pair[i], err))
            return false;
    if (said != NULL)
        *said = say_default(frame, pair, runner_up);
    return true;
}

/* A measure that would follow from others is not there because one of them is not. */
static bool
hint_derived(const char *objective, struct error *err)
{
    const char *colon = strrchr(objective, ':');
    const char *needs = derived_needs(colon != NULL ? colon + 1 : objective);

    return needs != NULL && err != NULL ? error_hint(err, "%s", needs) : false;
}

bool
request_objectives(const struct request *request, const struct frame *frame,
    struct objective *objectives, size_t *n, char **said, struct error *err)
{
    struct objective_room room = {.items = objectives, .room = *n};

    *n = 0;
    if (said != NULL)
        *said = NULL;
    for (size_t i = 0; i < request->objectives.count; i++)
        if (!objectives_of_text(&room, frame, request->objectives.items[i], err))
            return hint_derived(request->objectives.items[i], err);
    if (request->objectives.count == 0 && !default_objectives(frame, &room, said, err))
        return false;
    *n = room.count;
    return true;
}

bool
request_objectives_among(const struct request *request, const struct frame *frame,
    const size_t *rows, size_t n_rows, struct objective *objectives, size_t *n,
    struct error *err)
{
    if (request->objectives.count > 0)
        return request_objectives(request, frame, objectives, n, NULL, err);
    *n = 2;
    return frame_default_objectives_among(frame, rows, n_rows, objectives, err);
}
