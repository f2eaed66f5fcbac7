/* act_budget.c - the budget line of the frontier's plot, and the best point within it. */
#include "session/actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "session/commands.h"
#include "session/explorer.h"

static bool
within(double value, double budget, enum direction direction)
{
    return direction == DIRECTION_MAX ? value >= budget : value <= budget;
}

/* "latency_ms at most 4 ms": less is better there; of a measure of which more is better the
 * line is a floor. */
static char *
limit_words(const struct column *x, double budget, enum direction direction)
{
    char number[NUMBER_TEXT_MAX];

    number_show(number, budget, 4);
    return mem_printf("%s at %s %s%s%s", x->name, direction == DIRECTION_MAX ? "least" : "most",
        number, x->unit != NULL ? " " : "", x->unit != NULL ? x->unit : "");
}

/* The best y among the points within the budget. */
static void
say_budget(struct session *session)
{
    const struct shared_frame *shared = session->frame;
    const struct objective *y_wanted, *x_wanted;
    const struct column *x, *y;
    size_t best = 0, n_within = 0;
    char value[NUMBER_TEXT_MAX], *limit;

    if (shared == NULL || shared->n_objectives < 2)
        return;
    y_wanted = &shared->objectives[session_axis_objective(session, false)];
    x_wanted = &shared->objectives[session_axis_objective(session, true)];
    y = &shared->frame->columns[y_wanted->column];
    x = &shared->frame->columns[x_wanted->column];
    for (size_t row = 0; row < shared->frame->rows; row++) {
        double sign = y_wanted->direction == DIRECTION_MAX ? 1 : -1;

        if (isnan(y->value[row]) || isnan(x->value[row])
            || !within(x->value[row], session->state.budget, x_wanted->direction))
            continue;
        if (n_within++ == 0 || sign * y->value[row] > sign * y->value[best])
            best = row;
    }
    limit = limit_words(x, session->state.budget, x_wanted->direction);
    number_show(value, y->value[best], 4);
    if (n_within == 0)
        session_say(session, "%s: no point is within it", limit);
    else
        session_say(session, "%s: best of %zu is %s, %s %s%s%s", limit, n_within,
            shared->frame->key[best], y->name, value, y->unit != NULL ? " " : "",
            y->unit != NULL ? y->unit : "");
    free(limit);
}

static bool
adjust_budget(struct session *session, const struct call *call)
{
    const struct chart_mark *mark;
    const struct drawing *drawing;
    double x, y;

    if (session->state.page != PAGE_FRONTIER)
        return error_set(call->err, ERROR_REQUEST,
            "the budget is a line of the frontier's plot; :page frontier shows it");
    if (session->frame == NULL || session->frame->n_objectives < 2)
        return error_set(call->err, ERROR_REQUEST,
            "a budget is a line on the x axis, and none is chosen yet");
    view_sync(session);
    mark = session_selected_mark(session);
    drawing = session_drawing(session);
    if (drawing == NULL)
        return error_set(call->err, ERROR_REQUEST, "there is no plot here");
    drawing_to_data(drawing, (drawing->left + drawing->right) / 2, drawing->top, &x, &y);
    if (isnan(session->state.budget))
        session->state.budget = mark != NULL && !isnan(mark->x) ? mark->x : x;
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
