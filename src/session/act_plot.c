/* act_plot.c - handlers of the plot: axes, objectives, scales, zoom, budget. */
#include "session/actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "session/commands.h"
#include "session/explorer.h"

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
measure_note(const struct frame *frame, const struct column *column)
{
    static const char *const kinds[] = {"descriptor", "capability", "efficiency"};
    const char *direction = column->direction == DIRECTION_MAX ? "more is better"
        : column->direction == DIRECTION_MIN                   ? "less is better"
                                                               : "direction unknown";
    size_t present = 0;

    for (size_t row = 0; row < frame->rows; row++)
        present += isnan(column->value[row]) ? 0 : 1;
    return mem_printf("%s · %s · %s · %zu of %zu points", column->unit != NULL ? column->unit : "no unit",
        direction, kinds[column->kind], present, frame->rows);
}

static void
choose_measure(struct session *session, const char *title, const char *command,
    const char *current)
{
    const struct frame *frame = session->frame->frame;

    chooser_begin(&session->chooser, title, command);
    for (size_t i = 0; i < frame->n_columns; i++) {
        const struct column *column = &frame->columns[i];
        char *note, *line;

        if (column->type != COLUMN_NUMBER)
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

static char *
objective_text(const struct frame *frame, const struct objective *objective)
{
    return mem_printf("%s:%s", direction_word(objective->direction),
        frame->columns[objective->column].name);
}

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
        choose_measure(session, slot == 0 ? "y axis" : "x axis", command,
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
    put_objective(session, slot, text);
    free(text);
    return true;
}

bool
act_x(struct session *session, const struct call *call)
{
    if (call->argument[0] != '\0')
        forget_x(&session->state);
    return set_axis(session, 1, "x", call);
}

bool
act_y(struct session *session, const struct call *call)
{
    if (call->argument[0] != '\0')
        forget_y(&session->state);
    return set_axis(session, 0, "y", call);
}

static bool
add_objective(struct session *session, const struct call *call)
{
    struct objective objective;

    /* Before the first frame names are taken as they are; the store will judge them. */
    if (session->frame != NULL && strchr(call->argument, ',') == NULL
        && !frame_parse_objective(session->frame->frame, call->argument, &objective,
            call->err))
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
    char *escaped = session_escape(name);

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

/* --- scales --- */

bool
act_log(struct session *session, const struct call *call)
{
    bool is_x = call->argument[0] == 'x';
    struct plot_state *plot = state_plot(&session->state);
    enum scale_choice *scale = is_x ? &plot->x_scale : &plot->y_scale;
    const char *way = call->argument[0] != '\0' ? call->argument + 1 : "";
    const struct drawing *drawing;

    way += strspn(way, " ");
    if (call->argument[0] != 'x' && call->argument[0] != 'y')
        return error_set(call->err, ERROR_USAGE, "log x or log y, then on, off or auto");
    if (strcmp(way, "on") == 0)
        *scale = SCALE_LOG;
    else if (strcmp(way, "off") == 0)
        *scale = SCALE_LINEAR;
    else if (strcmp(way, "auto") == 0)
        *scale = SCALE_AUTO;
    else if (way[0] != '\0')
        return error_set(call->err, ERROR_USAGE, "on, off or auto, not \"%s\"", way);
    else if ((drawing = session_drawing(session)) != NULL)
        *scale = (is_x ? drawing->x_log : drawing->y_log) ? SCALE_LINEAR : SCALE_LOG;
    plot->zoomed = false;
    return true;
}

bool
act_error_bars(struct session *session, const struct call *call)
{
    return action_switch(call->argument, &session->state.error_bars, call->err);
}

bool
act_frontier_line(struct session *session, const struct call *call)
{
    bool shown = !session->state.hide_line;

    if (!action_switch(call->argument, &shown, call->err))
        return false;
    session->state.hide_line = !shown;
    return true;
}

/* --- zoom and pan: in the plot's own space, so that a log axis moves by factors --- */

struct window { double lo, hi; bool log; };

static double
forth(const struct window *window, double value)
{
    return window->log ? log10(value) : value;
}

static double
back(const struct window *window, double value)
{
    return window->log ? pow(10, value) : value;
}

/* The centre stays where it is on the screen. */
static void
scale_window(struct window *window, double centre, double factor)
{
    double lo = forth(window, window->lo), hi = forth(window, window->hi);
    double middle = isnan(centre) || (window->log && centre <= 0) ? (lo + hi) / 2
                                                                  : forth(window, centre);

    window->lo = back(window, middle - (middle - lo) * factor);
    window->hi = back(window, middle + (hi - middle) * factor);
}

static void
shift_window(struct window *window, double share)
{
    double lo = forth(window, window->lo), hi = forth(window, window->hi);
    double step = (hi - lo) * share;

    window->lo = back(window, lo + step);
    window->hi = back(window, hi + step);
}

static bool
windows_now(struct session *session, struct window *x, struct window *y, struct error *err)
{
    const struct drawing *drawing = session_drawing(session);

    if (drawing == NULL)
        return error_set(err, ERROR_REQUEST, "there is no plot here");
    *x = (struct window){drawing->x_lo, drawing->x_hi, drawing->x_log};
    *y = (struct window){drawing->y_lo, drawing->y_hi, drawing->y_log};
    return true;
}

static bool
take_windows(struct session *session, const struct window *x, const struct window *y)
{
    struct plot_state *plot = state_plot(&session->state);
    bool usable = isfinite(x->lo) && isfinite(x->hi) && isfinite(y->lo) && isfinite(y->hi)
        && x->lo < x->hi && y->lo < y->hi;

    if (!usable)
        return true;
    plot->zoomed = true;
    plot->x_lo = x->lo;
    plot->x_hi = x->hi;
    plot->y_lo = y->lo;
    plot->y_hi = y->hi;
    return true;
}

static const struct chart_mark *
selected_mark(const struct session *session)
{
    const struct chart *chart = session_chart(session);

    for (size_t i = 0; chart != NULL && session->state.selected != NULL && i < chart->n_marks; i++)
        if (chart->marks[i].key != NULL
            && strcmp(chart->marks[i].key, session->state.selected) == 0)
            return &chart->marks[i];
    return NULL;
}

static bool
zoom_by(struct session *session, double factor, const struct call *call)
{
    const struct chart_mark *mark;
    struct window x = { .lo = 0 }, y = { .lo = 0 };

    view_sync(session);
    mark = selected_mark(session);
    if (!windows_now(session, &x, &y, call->err))
        return false;
    scale_window(&x, mark != NULL ? mark->x : NAN, factor);
    scale_window(&y, mark != NULL ? mark->y : NAN, factor);
    return take_windows(session, &x, &y);
}

static bool
zoom_to(struct session *session, const struct call *call)
{
    size_t n;
    char **words = text_split(call->argument, ' ', &n);
    double edge[4] = {0};
    bool good = n == 4;

    for (size_t i = 0; good && i < 4; i++)
        good = number_parse_plain(words[i], &edge[i]);
    text_split_free(words, n);
    if (!good || !(edge[0] < edge[1]) || !(edge[2] < edge[3]))
        return error_set(call->err, ERROR_USAGE,
            "zoom in, out, fit, or four numbers: lowest and highest x, lowest and highest y");
    return take_windows(session, &(struct window){edge[0], edge[1], false},
        &(struct window){edge[2], edge[3], false});
}

bool
act_zoom(struct session *session, const struct call *call)
{
    if (strcmp(call->argument, "in") == 0)
        return zoom_by(session, 0.5, call);
    if (strcmp(call->argument, "out") == 0)
        return zoom_by(session, 2, call);
    if (strcmp(call->argument, "fit") != 0)
        return zoom_to(session, call);
    state_plot(&session->state)->zoomed = false;
    return true;
}

bool
act_pan(struct session *session, const struct call *call)
{
    const char *way = call->argument;
    struct window x = { .lo = 0 }, y = { .lo = 0 };

    if (!windows_now(session, &x, &y, call->err))
        return false;
    if (strcmp(way, "left") == 0 || strcmp(way, "right") == 0)
        shift_window(&x, way[0] == 'l' ? -0.2 : 0.2);
    else if (strcmp(way, "up") == 0 || strcmp(way, "down") == 0)
        shift_window(&y, way[0] == 'd' ? -0.2 : 0.2);
    else
        return error_set(call->err, ERROR_USAGE, "pan left, right, up or down");
    return take_windows(session, &x, &y);
}

/* --- budget --- */

static bool
within(double value, double budget, enum direction direction)
{
    return direction == DIRECTION_MAX ? value >= budget : value <= budget;
}

/* The best y among the points within the budget. */
static void
say_budget(struct session *session)
{
    const struct shared_frame *shared = session->frame;
    const struct column *x, *y;
    size_t best = 0, n_within = 0;
    char budget[NUMBER_TEXT_MAX], value[NUMBER_TEXT_MAX];

    if (shared == NULL || shared->n_objectives < 2)
        return;
    y = &shared->frame->columns[shared->objectives[0].column];
    x = &shared->frame->columns[shared->objectives[1].column];
    for (size_t row = 0; row < shared->frame->rows; row++) {
        double sign = shared->objectives[0].direction == DIRECTION_MAX ? 1 : -1;

        if (isnan(y->value[row]) || isnan(x->value[row])
            || !within(x->value[row], session->state.budget, shared->objectives[1].direction))
            continue;
        if (n_within++ == 0 || sign * y->value[row] > sign * y->value[best])
            best = row;
    }
    number_show(budget, session->state.budget, 4);
    if (n_within == 0) {
        session_say(session, "%s %s: no point is within it", x->name, budget);
        return;
    }
    number_show(value, y->value[best], 4);
    session_say(session, "%s %s: best of %zu within it is %s, %s %s", x->name, budget, n_within,
        shared->frame->key[best], y->name, value);
}

static bool
adjust_budget(struct session *session, const struct call *call)
{
    const struct chart_mark *mark;
    struct window x = { .lo = 0 }, y = { .lo = 0 };

    view_sync(session);
    mark = selected_mark(session);
    if (!windows_now(session, &x, &y, call->err))
        return false;
    if (isnan(session->state.budget))
        session->state.budget = mark != NULL && !isnan(mark->x) ? mark->x
            : back(&x, (forth(&x, x.lo) + forth(&x, x.hi)) / 2);
    session->mode = MODE_BUDGET;
    say_budget(session);
    return true;
}

bool
act_budget(struct session *session, const struct call *call)
{
    double value;

    if (strcmp(call->argument, "adjust") == 0)
        return adjust_budget(session, call);
    if (strcmp(call->argument, "none") == 0) {
        session->state.budget = NAN;
        return true;
    }
    if (!number_parse_plain(call->argument, &value))
        return error_set(call->err, ERROR_USAGE, "a number, none or adjust, not \"%s\"",
            call->argument);
    session->state.budget = value;
    say_budget(session);
    return true;
}

bool
budget_press(struct session *session, int key)
{
    const struct drawing *drawing = session_drawing(session);
    bool left = key == 'h' || key == 'H' || key == KEY_LEFT_ARROW;
    bool right = key == 'l' || key == 'L' || key == KEY_RIGHT_ARROW;
    double cx, cy, x, y;

    if (key == 'j' || key == 'k' || key == KEY_UP_ARROW || key == KEY_DOWN_ARROW) {
        say_budget(session);
        return true;
    }
    if (drawing == NULL || (!left && !right))
        return false;
    drawing_to_cell(drawing, session->state.budget, drawing->y_lo, &cx, &cy);
    cx += (left ? -1 : 1) * (key == 'H' || key == 'L' ? 8 : 1);
    if (cx < drawing->left || cx > drawing->right)
        cx = left ? drawing->left : drawing->right;
    drawing_to_data(drawing, cx, cy, &x, &y);
    session->state.budget = x;
    say_budget(session);
    return true;
}
