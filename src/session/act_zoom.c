/* act_zoom.c - handlers of how the plot is looked at: scales, error bars, zoom and pan. */
#include "session/actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "session/commands.h"
#include "session/explorer.h"

/* --- scales --- */

/* A measure's scale is kept for every axis that has it, another axis's for the page. */
static void
set_scale(struct session *session, bool is_x, enum scale_choice scale)
{
    static const char *const words[] = {NULL, "linear", "log"};
    struct plot_state *plot = state_plot(&session->state);
    const struct chart *chart = session_chart(session);
    const char *name = chart == NULL ? NULL : is_x ? chart->x.name : chart->y.name;
    bool is_measure = name != NULL && session->frame != NULL
        && frame_column(session->frame->frame, name) != FRAME_NONE;

    *(is_x ? &plot->x_scale : &plot->y_scale) = is_measure ? SCALE_AUTO : scale;
    if (is_measure) {
        char *escaped = text_escape(name);

        list_assign(&session->state.scales, escaped, words[scale]);
        free(escaped);
    }
    plot->zoomed = false;
}

bool
act_log(struct session *session, const struct call *call)
{
    bool is_x = call->argument[0] == 'x';
    enum scale_choice scale = SCALE_LOG;
    const char *way = call->argument[0] != '\0' ? call->argument + 1 : "";
    const struct drawing *drawing = session_drawing(session);

    way += strspn(way, " ");
    if (call->argument[0] != 'x' && call->argument[0] != 'y')
        return error_set(call->err, ERROR_USAGE, "log x or log y, then on, off or auto");
    if (strcmp(way, "off") == 0)
        scale = SCALE_LINEAR;
    else if (strcmp(way, "auto") == 0)
        scale = SCALE_AUTO;
    else if (way[0] != '\0' && strcmp(way, "on") != 0)
        return error_set(call->err, ERROR_USAGE, "on, off or auto, not \"%s\"", way);
    else if (way[0] == '\0' && drawing == NULL)
        return error_set(call->err, ERROR_REQUEST, "there is no plot here");
    else if (way[0] == '\0' && (is_x ? drawing->x_log : drawing->y_log))
        scale = SCALE_LINEAR;
    set_scale(session, is_x, scale);
    return true;
}

bool
act_scale(struct session *session, const struct call *call)
{
    char *name, *value, *escaped;
    bool known;

    if (!decision_split(call->argument, &name, &value))
        return error_set(call->err, ERROR_USAGE, "scale MEASURE=log, linear or auto");
    known = strcmp(value, "log") == 0 || strcmp(value, "linear") == 0
        || strcmp(value, "auto") == 0;
    escaped = text_escape(name);
    if (known)
        list_assign(&session->state.scales, escaped, strcmp(value, "auto") == 0 ? NULL : value);
    else
        error_set(call->err, ERROR_USAGE, "log, linear or auto, not \"%s\"", value);
    free(escaped);
    free(name);
    free(value);
    return known;
}

bool
act_error_bars(struct session *session, const struct call *call)
{
    if (!action_switch(call->argument, &session->state.error_bars, call->err))
        return false;
    if (session->state.error_bars)
        session_say(session, "error bars: normal, at 1 - alpha; beyond 40 points none of "
            "dominated ones");
    return true;
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

const struct chart_mark *
session_selected_mark(const struct session *session)
{
    const struct chart *chart = session_chart(session);
    const struct answer *answer = session_answer(session);
    long mark = chart == NULL ? -1 : answer_mark(answer,
        (size_t)(chart - answer->result->charts), session->state.selected);

    return mark >= 0 ? &chart->marks[mark] : NULL;
}

static bool
zoom_by(struct session *session, double factor, const struct call *call)
{
    const struct chart_mark *mark;
    struct window x = { .lo = 0 }, y = { .lo = 0 };

    view_sync(session);
    mark = session_selected_mark(session);
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
