/* act_plot.c - handlers of what the plot shows: axes, objectives, directions. */
#include "session/actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "math/dominance.h"
#include "session/commands.h"
#include "session/explorer.h"
#include "session/request.h"

static bool
need_frame(const struct session *session, struct error *err)
{
    return session->frame != NULL
        || error_set(err, ERROR_REQUEST, "nothing is loaded yet");
}

static const char *
direction_word(enum direction direction)
{
    return direction == DIRECTION_MAX ? "max" : "min";
}

/* --- choosing a measure from a list --- */

static char *
objective_text(const struct frame *frame, const struct objective *objective)
{
    return mem_printf("%s:%s", direction_word(objective->direction),
        frame->columns[objective->column].name);
}

static char *
measure_note(const struct frame *frame, const struct column *column)
{
    static const char *const kinds[] = {"descriptor", "capability", "efficiency"};
    const char *direction = column->direction == DIRECTION_MAX ? "more is better"
        : column->direction == DIRECTION_MIN                   ? "less is better"
                                                               : "direction unknown";
    size_t present = 0;

    for (size_t row = 0; row < frame->rows; row++)
        present += isnan(column->value[row]) ? 0 : 1;
    return mem_printf("%s · %s · %s · %zu of %zu points",
        column->unit != NULL ? column->unit : "no unit",
        direction, kinds[column->kind], present, frame->rows);
}

size_t
session_other_pair(const struct session *session, struct objective pair[2])
{
    const struct frame *frame = session->frame != NULL ? session->frame->frame : NULL;
    size_t points = frame != NULL && session->frame->n_objectives == 0
        ? frame_other_pair(frame, pair) : 0;

    for (size_t i = 0; points > 0 && i < 2; i++)
        if (strpbrk(frame->columns[pair[i].column].name, ",\\") != NULL)
            points = 0;
    return points;
}

/* Without a default pair the list begins with two measures that would do. */
static void
offer_pair(struct session *session)
{
    const struct frame *frame = session->frame->frame;
    struct objective pair[2];
    size_t points = session_other_pair(session, pair);
    char *texts[2], *name, *note, *line;

    if (points == 0)
        return;
    for (size_t i = 0; i < 2; i++)
        texts[i] = objective_text(frame, &pair[i]);
    name = mem_printf("%s against %s", frame->columns[pair[0].column].name,
        frame->columns[pair[1].column].name);
    note = mem_printf("both axes · %zu of %zu points", points, frame->rows);
    line = mem_printf("objective %s,%s", texts[0], texts[1]);
    chooser_add(&session->chooser, name, note, line);
    free(texts[0]);
    free(texts[1]);
    free(name);
    free(note);
    free(line);
}

static int
choice_rank(const struct column *column)
{
    return column->role != ROLE_MEASURE || column->kind == KIND_DESCRIPTOR ? 2
        : column->direction == DIRECTION_UNKNOWN;
}

/* First the measures of known direction, then the others, then numbers that describe. */
static void
choose_measure(struct session *session, const char *title, const char *command,
    const char *current)
{
    const struct frame *frame = session->frame->frame;

    chooser_begin(&session->chooser, title, command);
    if (strcmp(command, "y") == 0)
        offer_pair(session);
    for (size_t i = 0; i < 3 * frame->n_columns; i++) {
        const struct column *column = &frame->columns[i % frame->n_columns];
        char *note, *line;

        if (column->type != COLUMN_NUMBER
            || choice_rank(column) != (int)(i / frame->n_columns))
            continue;
        note = measure_note(frame, column);
        line = mem_printf("%s %s", command, column->name);
        chooser_add(&session->chooser, column->name, note, line);
        free(line);
        free(note);
    }
    session_choose(session, current);
}

/* A measure of unknown direction is asked for, never guessed. */
static bool
ask_direction(struct session *session, const char *command, const char *name)
{
    static const struct { const char *word, *says; } ways[] = {
        {"max", "more is better"}, {"min", "less is better"},
    };
    char *title = mem_printf("%s: is more better, or less?", name);

    chooser_begin(&session->chooser, title, NULL);
    free(title);
    for (size_t i = 0; i < 2; i++) {
        char *line = mem_printf("%s %s:%s", command, ways[i].word, name);

        chooser_add(&session->chooser, ways[i].says, ways[i].word, line);
        free(line);
    }
    session_choose(session, NULL);
    return true;
}

/* --- objectives --- */

/* Writes the objectives in force into the state, so that one of them can be replaced. */
static void
settle_objectives(struct session *session)
{
    struct string_list *list = &session->state.objectives;
    const struct shared_frame *shared = session->frame;

    string_list_clear(list);
    for (size_t i = 0; i < shared->n_objectives; i++) {
        char *text = objective_text(shared->frame, &shared->objectives[i]);

        string_list_add(list, text);
        free(text);
    }
}

static void
forget_x(struct state *state)
{
    state->plot[PAGE_FRONTIER].x_scale = SCALE_AUTO;
    state->plot[PAGE_FRONTIER].zoomed = false;
    state->budget = NAN;
}

static void
forget_y(struct state *state)
{
    state->plot[PAGE_FRONTIER].y_scale = SCALE_AUTO;
    state->plot[PAGE_FRONTIER].zoomed = false;
}

static bool
resolve(struct session *session, const char *command, const char *text,
    struct objective *objective, bool *asked, struct error *err)
{
    const struct frame *frame = session->frame->frame;
    int column;

    *asked = false;
    if (frame_parse_objective(frame, text, objective, err))
        return true;
    column = frame_find(frame, text, true, NULL);
    if (column == FRAME_NONE || frame->columns[column].direction != DIRECTION_UNKNOWN
        || !session->interactive)
        return false;
    *asked = true;
    return ask_direction(session, command, frame->columns[column].name);
}

static void
put_objective(struct session *session, size_t slot, const char *text)
{
    struct string_list *list = &session->state.objectives;
    const char *name = strchr(text, ':') + 1;

    settle_objectives(session);
    for (size_t i = 0; i < list->count; i++) {
        if (i == slot || strcmp(strchr(list->items[i], ':') + 1, name) != 0)
            continue;
        /* Already on the other axis: they change places. */
        if (slot < list->count)
            string_assign(&list->items[i], list->items[slot]);
        else
            return;
    }
    if (slot < list->count)
        string_assign(&list->items[slot], text);
    else
        string_list_add(list, text);
}

size_t
session_axis_objective(const struct session *session, bool is_x)
{
    const struct answer *answer = session->shown[PAGE_FRONTIER];
    const struct shared_frame *shared = session->frame;
    const struct chart *chart = answer != NULL && answer->frame == shared
            && answer->result != NULL && answer->result->n_charts > 0
        ? &answer->result->charts[0] : NULL;
    const char *name = chart == NULL ? NULL : is_x ? chart->x.name : chart->y.name;

    for (size_t i = 0; name != NULL && i < shared->n_objectives && shared->n_objectives > 1; i++)
        if (strcmp(shared->frame->columns[shared->objectives[i].column].name, name) == 0)
            return i;
    return is_x ? 1 : 0;
}

/* The lens draws a capability upwards, so it may come to stand on the other axis. */
static void
say_if_upright(struct session *session, size_t slot, const struct objective *objective)
{
    const struct shared_frame *shared = session->frame;
    const struct column *column = &shared->frame->columns[objective->column];
    size_t other = session_axis_objective(session, false);

    if (slot == other || other >= shared->n_objectives || column->kind != KIND_CAPABILITY)
        return;
    if (shared->objectives[other].column == objective->column
        || shared->frame->columns[shared->objectives[other].column].kind != KIND_CAPABILITY)
        session_say(session, "%s is on the y axis: a capability is drawn upwards", column->name);
}

static bool
set_axis(struct session *session, size_t slot, const char *command, const struct call *call)
{
    const struct shared_frame *shared = session->frame;
    struct objective objective;
    char *text;
    bool asked;

    if (!need_frame(session, call->err))
        return false;
    if (call->argument[0] == '\0' && slot > shared->n_objectives) {
        choose_measure(session, "first the y axis, then x", "y", NULL);
        return true;
    }
    if (call->argument[0] == '\0') {
        choose_measure(session, command[0] == 'y' ? "y axis" : "x axis", command,
            slot < shared->n_objectives
                ? shared->frame->columns[shared->objectives[slot].column].name : NULL);
        return true;
    }
    if (!resolve(session, command, call->argument, &objective, &asked, call->err))
        return false;
    if (asked)
        return true;
    if (shared->n_objectives < slot)
        return error_set(call->err, ERROR_REQUEST, "choose the y axis first: y");
    text = objective_text(shared->frame, &objective);
    /* A direction that was given is the user's decision about the measure. */
    if (shared->frame->columns[objective.column].direction == DIRECTION_UNKNOWN)
        session_decide_direction(session, shared->frame->columns[objective.column].name,
            objective.direction);
    say_if_upright(session, slot, &objective);
    put_objective(session, slot, text);
    free(text);
    return true;
}

bool
act_x(struct session *session, const struct call *call)
{
    if (call->argument[0] != '\0')
        forget_x(&session->state);
    return set_axis(session, session_axis_objective(session, true), "x", call);
}

bool
act_y(struct session *session, const struct call *call)
{
    if (call->argument[0] != '\0')
        forget_y(&session->state);
    return set_axis(session, session_axis_objective(session, false), "y", call);
}

/* Whether each of the objectives is one measure of the frame. A mean over tasks becomes a
 * column only once it is asked for: the store will judge it, as before the first frame. */
static bool
objectives_are_known(const struct session *session, const char *text, struct error *err)
{
    struct objective found[DOMINANCE_MAX_OBJECTIVES];
    struct request request = { .objectives = { NULL, 0, 0 } };
    size_t n = DOMINANCE_MAX_OBJECTIVES;
    bool known;

    if (session->frame == NULL || strstr(text, "mean(") != NULL)
        return true;
    string_list_add(&request.objectives, text);
    known = request_objectives(&request, session->frame->frame, found, &n, NULL, err);
    string_list_clear(&request.objectives);
    return known;
}

static bool
add_objective(struct session *session, const struct call *call)
{
    if (!objectives_are_known(session, call->argument, call->err))
        return false;
    string_list_add(&session->state.objectives, call->argument);
    return true;
}

bool
act_objective(struct session *session, const struct call *call)
{
    struct string_list old = session->state.objectives;

    if (call->argument[0] == '\0')
        return error_set(call->err, ERROR_USAGE, "name the objectives, or \"default\"");
    session->state.objectives = (struct string_list){0};
    if (strcmp(call->argument, "default") != 0 && !add_objective(session, call)) {
        session->state.objectives = old;
        return false;
    }
    string_list_clear(&old);
    forget_x(&session->state);
    forget_y(&session->state);
    return true;
}

bool
act_and_objective(struct session *session, const struct call *call)
{
    if (session->frame != NULL && session->state.objectives.count == 0)
        settle_objectives(session);
    return add_objective(session, call);
}

/* --- directions --- */

void
session_decide_direction(struct session *session, const char *name, enum direction direction)
{
    struct string_list *objectives = &session->state.objectives;
    char *escaped = text_escape(name);

    list_assign(&session->state.direction, escaped, direction_word(direction));
    free(escaped);
    /* An objective that says its own direction follows. */
    for (size_t i = 0; i < objectives->count; i++) {
        const char *entry = objectives->items[i];
        bool says = strncmp(entry, "max:", 4) == 0 || strncmp(entry, "min:", 4) == 0;

        if (says && strcmp(entry + 4, name) == 0) {
            char *text = mem_printf("%s:%s", direction_word(direction), name);

            free(objectives->items[i]);
            objectives->items[i] = text;
        }
    }
    if (session->trusted && session->database != NULL)
        post_store(session->worker, ORDER_DIRECTION, name, direction_word(direction), NULL);
}

static enum direction
direction_in_force(const struct session *session, int column)
{
    const struct shared_frame *shared = session->frame;

    for (size_t i = 0; i < shared->n_objectives; i++)
        if (shared->objectives[i].column == column)
            return shared->objectives[i].direction;
    return shared->frame->columns[column].direction;
}

bool
act_flip(struct session *session, const struct call *call)
{
    enum direction direction;
    const char *name;
    int column;

    if (!need_frame(session, call->err))
        return false;
    if (call->argument[0] == '\0') {
        choose_measure(session, "flip the direction of", "flip", session_column_name(session));
        return true;
    }
    column = frame_find(session->frame->frame, call->argument, true, call->err);
    if (column == FRAME_NONE)
        return false;
    direction = direction_in_force(session, column);
    name = session->frame->frame->columns[column].name;
    if (direction == DIRECTION_UNKNOWN && session->interactive)
        return ask_direction(session, "direction", name);
    direction = direction == DIRECTION_MAX ? DIRECTION_MIN : DIRECTION_MAX;
    session_say(session, "%s: %s is better", name,
        direction == DIRECTION_MAX ? "more" : "less");
    session_decide_direction(session, name, direction);
    return true;
}
