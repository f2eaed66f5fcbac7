/* detail.c - everything known about the selected point, in words.
 *
 * Short for the pane below the panels: values, why it is or is not on the frontier, its
 * conditions, where its numbers come from. Long for a screen of its own: a line per value.
 */
#include "session/explorer.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "session/order.h"
#include "session/repair.h"
#include "session/wrap.h"

/* The point in all its forms. */
struct point {
    const struct frame *frame;
    const struct shared_frame *shared;
    size_t row;                           /* of the frame */
    const struct result_table *judged;    /* the frontier's table, or NULL */
    size_t judged_row;
};

void
detail_add(struct detail *detail, enum ink ink, const char *text)
{
    ARRAY_PUSH(detail->lines, detail->count, detail->capacity,
        ((struct detail_line){ink, mem_strdup(text)}));
}

void
detail_add_wrapped(struct detail *detail, enum ink ink, const char *text, size_t width)
{
    struct lines lines = {0};

    lines_wrap(&lines, text, width);
    for (size_t i = 0; i < lines.count; i++)
        detail_add(detail, ink, lines.text[i]);
    wrapped_release(&lines);
}

void
detail_release(struct detail *detail)
{
    for (size_t i = 0; i < detail->count; i++)
        free(detail->lines[i].text);
    free(detail->lines);
    *detail = (struct detail){0};
}

static bool
find_point(const struct session *session, struct point *point)
{
    const struct answer *answer = session->shown[PAGE_FRONTIER];
    long row;

    if (session->frame == NULL)
        return false;
    row = key_index_row(&session->frame->index, session->state.selected);
    if (row < 0)
        return false;
    *point = (struct point){session->frame->frame, session->frame, (size_t)row, NULL, 0};
    if (answer == NULL || answer->result == NULL || answer->result->n_tables == 0
        || answer->frame != session->frame)
        return true;
    row = answer_row(answer, 0, session->state.selected);
    if (row >= 0) {
        point->judged = &answer->result->tables[0];
        point->judged_row = (size_t)row;
    }
    return true;
}

/* --- values --- */

static const char *
status_of(const struct column *column, size_t row)
{
    enum cell_status status = column->status != NULL ? column->status[row]
        : isnan(column->value[row])                  ? CELL_ABSENT
                                                     : CELL_OK;

    return status == CELL_OK ? NULL : cell_status_words(status);
}

static void
put_number(struct strbuf *out, double value, int digits)
{
    char text[NUMBER_TEXT_MAX];

    number_show(text, value, digits);
    strbuf_puts(out, text);
}

static void
put_value(struct strbuf *out, const struct column *column, size_t row)
{
    double value = column->value[row];
    const char *status = status_of(column, row);

    if (isnan(value)) {
        strbuf_printf(out, "— (%s)", status != NULL ? status : "undefined");
        return;
    }
    put_number(out, value, 5);
    if (column->se != NULL && !isnan(column->se[row])) {
        strbuf_puts(out, " ± ");
        put_number(out, column->se[row], 2);
    }
    if (column->unit != NULL)
        strbuf_printf(out, " %s", column->unit);
    if (column->n != NULL && !isnan(column->n[row])) {
        strbuf_puts(out, " (n ");
        put_number(out, column->n[row], 6);
        strbuf_puts(out, ")");
    }
    if (status != NULL)
        strbuf_printf(out, " (%s)", status);
}

static bool
is_objective(const struct point *point, size_t column)
{
    for (size_t i = 0; i < point->shared->n_objectives; i++)
        if ((size_t)point->shared->objectives[i].column == column)
            return true;
    return false;
}

static void
put_named(struct strbuf *out, const struct point *point, size_t column, size_t width)
{
    struct strbuf text;

    strbuf_init(&text);
    strbuf_printf(&text, "%s ", point->frame->columns[column].name);
    put_value(&text, &point->frame->columns[column], point->row);
    if (text_width(out->data, out->length) + 3 + text_width(text.data, text.length) <= width)
        strbuf_printf(out, "   %s", text.data);
    strbuf_release(&text);
}

/* The objectives, then as many other measures as there is room for. */
static void
short_values(const struct point *point, size_t width, struct detail *detail)
{
    struct strbuf line;

    strbuf_init(&line);
    strbuf_puts(&line, point->frame->key[point->row]);
    for (size_t i = 0; i < point->shared->n_objectives; i++)
        put_named(&line, point, (size_t)point->shared->objectives[i].column, width);
    for (size_t i = 0; i < point->frame->n_columns; i++) {
        const struct column *column = &point->frame->columns[i];

        if (column->role == ROLE_MEASURE && column->type == COLUMN_NUMBER
            && !is_objective(point, i) && !isnan(column->value[point->row]))
            put_named(&line, point, i, width);
    }
    detail_add(detail, INK_TITLE, line.data);
    strbuf_release(&line);
}

/* --- why --- */

static double
judged_number(const struct point *point, const char *name)
{
    int column = table_column(point->judged, name);

    return column >= 0 && point->judged->columns[column].number != NULL
        ? point->judged->columns[column].number[point->judged_row] : NAN;
}

static const char *
judged_text(const struct point *point, const char *name)
{
    int column = table_column(point->judged, name);

    return column >= 0 && point->judged->columns[column].type == VALUE_TEXT
        ? point->judged->columns[column].text[point->judged_row] : NULL;
}

/* Of two objectives the score, or the cost. */
static const struct objective *
axis_of(const struct shared_frame *shared, bool score)
{
    size_t y = frame_score_objective(shared->frame, shared->objectives, 2);

    return &shared->objectives[score ? y : 1 - y];
}

/* The neighbour on a two-objective frontier, or on its hull, that flag marks with the next lower
 * or higher x, or -1. */
static long
neighbour(const struct point *point, const char *flag, int way)
{
    const struct column *x = &point->frame->columns[axis_of(point->shared, false)->column];
    int on = table_column(point->judged, flag);
    double here = x->value[point->row], best = NAN;
    long found = -1;

    for (size_t i = 0; on >= 0 && i < point->judged->rows; i++) {
        long row = key_index_row(&point->shared->index, point->judged->key[i]);
        double value;

        if (row < 0 || point->judged->columns[on].number[i] != 1)
            continue;
        value = x->value[row];
        if ((value - here) * way > 0 && (isnan(best) || (best - value) * way > 0)) {
            best = value;
            found = row;
        }
    }
    return found;
}

static void
put_step(struct strbuf *out, const struct point *point, long other, const char *words)
{
    const struct column *y = &point->frame->columns[axis_of(point->shared, true)->column];
    const struct column *x = &point->frame->columns[axis_of(point->shared, false)->column];
    double dy, dx;

    if (other < 0)
        return;
    dy = fabs(y->value[point->row] - y->value[other]);
    dx = fabs(x->value[point->row] - x->value[other]);
    if (!(dy > 0))
        return;
    strbuf_puts(out, out->data[out->length - 1] == ':' ? " " : ", ");
    put_number(out, dx / dy, 3);
    if (x->unit != NULL)
        strbuf_printf(out, " %s", x->unit);
    strbuf_printf(out, " %s %s", words, point->frame->label[other]);
}

static void
put_steps(struct strbuf *out, const struct point *point)
{
    const struct shared_frame *shared = point->shared;
    const struct column *score;
    int way;
    size_t length = out->length;

    if (shared->n_objectives != 2 || point->judged->rows > 5000)
        return;
    way = axis_of(shared, false)->direction == DIRECTION_MAX ? -1 : 1;
    score = &shared->frame->columns[axis_of(shared, true)->column];
    strbuf_printf(out, ". Per %s of %s:", score->unit == NULL ? "unit"
            : strcmp(score->unit, "%") == 0 ? "point" : score->unit, score->name);
    put_step(out, point, neighbour(point, "on_frontier", -way), "from");
    put_step(out, point, neighbour(point, "on_frontier", way), "on to");
    if (out->data[out->length - 1] == ':') {
        out->length = length;
        out->data[length] = '\0';
    }
}

/* On the frontier but under its hull: two others, in turn, do better at its cost. */
static void
put_mixture(struct strbuf *out, const struct point *point)
{
    double regret = judged_number(point, "regret"), share;
    const struct column *x;
    long a, b;

    if (point->shared->n_objectives != 2 || !(regret > 0) || point->judged->rows > 5000
        || judged_number(point, "supported") != 0)
        return;
    a = neighbour(point, "supported", -1);
    b = neighbour(point, "supported", 1);
    if (a < 0 || b < 0)
        return;
    x = &point->frame->columns[axis_of(point->shared, false)->column];
    share = (x->value[point->row] - x->value[a]) / (x->value[b] - x->value[a]);
    strbuf_printf(out, "; %.0f %% of %s and %.0f %% of %s are better by ", 100 * (1 - share),
        point->frame->label[a], 100 * share, point->frame->label[b]);
    put_number(out, regret, 3);
    strbuf_puts(out, " at its cost");
}

static void
put_probability(struct strbuf *out, const struct point *point)
{
    const char *state = judged_text(point, "state");
    double p = judged_number(point, "p_frontier");

    if (isnan(p))
        return;
    strbuf_puts(out, " by its mean, P ");
    put_number(out, p, 2);
    if (state != NULL)
        strbuf_printf(out, ": %s", strcmp(state, "on") == 0 ? "settled"
            : strcmp(state, "off") == 0                     ? "settled, off it"
                                                            : "undecided");
}

static void
put_beaten(struct strbuf *out, const struct point *point)
{
    const char *dominator = judged_text(point, "dominator");
    double count = judged_number(point, "dominated_by");
    double gap = judged_number(point, "gap"), layer = judged_number(point, "layer");

    if (dominator != NULL)
        strbuf_printf(out, ": %s is at least as good in all and better in one", dominator);
    if (count > 1) {
        strbuf_puts(out, dominator != NULL ? ", " : ": ");
        put_number(out, dominator != NULL ? count - 1 : count, 6);
        strbuf_puts(out, dominator != NULL ? " more beat it" : " beat it");
    }
    if (gap > 0) {
        strbuf_puts(out, "; gap ");
        put_number(out, gap, 3);
    }
    if (layer > 1) {
        strbuf_puts(out, "; layer ");
        put_number(out, layer, 6);
    }
}

/* Why it is, or is not, on the frontier. */
static void
put_why(struct strbuf *out, const struct point *point)
{
    const char *reason = judged_text(point, "reason");
    const char *knee = judged_text(point, "knee");
    double on = judged_number(point, "on_frontier");

    if (reason != NULL && reason[0] != '\0') {
        strbuf_printf(out, "left out: %s", reason);
    } else if (on == 1) {
        strbuf_puts(out, "on the frontier");
        put_probability(out, point);
        if (knee != NULL)
            strbuf_printf(out, ", a knee (%s)", knee);
        put_steps(out, point);
        put_mixture(out, point);
    } else if (on == 0) {
        strbuf_puts(out, "not on the frontier");
        put_probability(out, point);
        put_beaten(out, point);
    }
}

static void
why_lines(const struct point *point, size_t width, struct detail *detail)
{
    struct strbuf text;

    if (point->judged == NULL)
        return;
    strbuf_init(&text);
    put_why(&text, point);
    if (text.length > 0)
        detail_add_wrapped(detail, INK_TEXT, text.data, width);
    strbuf_release(&text);
}

/* --- conditions and origin --- */

static void
condition_line(const struct point *point, size_t width, struct detail *detail)
{
    struct strbuf line;

    strbuf_init(&line);
    for (size_t i = 0; i < point->frame->n_columns; i++) {
        const struct column *column = &point->frame->columns[i];
        const char *text = column->type == COLUMN_TEXT && column->role == ROLE_ATTRIBUTE
            ? column->text[point->row] : NULL;

        if (text == NULL || text[0] == '\0')
            continue;
        if (line.length + strlen(column->name) + strlen(text) + 4 > width)
            continue;
        strbuf_printf(&line, "%s%s %s", line.length > 0 ? " · " : "", column->name, text);
    }
    if (point->frame->composed != NULL && point->frame->composed[point->row])
        strbuf_printf(&line, "%scomposed: its numbers come from runs of which not all "
            "conditions are known", line.length > 0 ? " · " : "");
    if (line.length > 0)
        detail_add(detail, INK_DIM, line.data);
    strbuf_release(&line);
}

static bool
has_origin(const struct point *point, size_t column)
{
    const struct origin *origin = point->frame->columns[column].origin;

    return origin != NULL && origin[point->row].source < point->frame->n_sources;
}

static void
put_origin(struct strbuf *out, const struct point *point, size_t at)
{
    const struct column *column = &point->frame->columns[at];
    const struct origin *origin = &column->origin[point->row];
    double se = column->se != NULL ? column->se[point->row] : NAN;

    strbuf_puts(out, point->frame->sources[origin->source]);
    if (origin->place != NULL)
        strbuf_printf(out, ", %s", origin->place);
    if (origin->raw == NULL)
        return;
    strbuf_printf(out, ", written \"%s\"", origin->raw);
    repair_words(out, origin->raw, column->value[point->row], column->unit, !isnan(se));
}

/* One origin if the objectives share it, else one each. */
static void
origin_line(const struct point *point, size_t width, struct detail *detail)
{
    struct strbuf line, last, now;
    size_t n = 0;

    strbuf_init(&line);
    strbuf_init(&last);
    strbuf_init(&now);
    for (size_t i = 0; i < point->shared->n_objectives; i++) {
        size_t column = (size_t)point->shared->objectives[i].column;

        if (!has_origin(point, column))
            continue;
        strbuf_clear(&now);
        put_origin(&now, point, column);
        if (n > 0 && strcmp(now.data, last.data) == 0)
            continue;
        strbuf_printf(&line, "%s%s", n++ == 0 ? "from " : "; ", now.data);
        strbuf_clear(&last);
        strbuf_puts(&last, now.data);
    }
    if (n == 0 && point->frame->row_source != NULL)
        strbuf_printf(&line, "from %s, record %u",
            point->frame->sources[point->frame->row_source[point->row]],
            (unsigned)point->frame->row_number[point->row]);
    if (line.length > 0)
        detail_add_wrapped(detail, INK_DIM, line.data, width);
    strbuf_release(&line);
    strbuf_release(&last);
    strbuf_release(&now);
}

void
detail_short(struct session *session, size_t width, struct detail *detail)
{
    struct point point;

    if (!find_point(session, &point))
        return;
    short_values(&point, width, detail);
    why_lines(&point, width > 2 ? width - 2 : width, detail);
    condition_line(&point, width, detail);
    origin_line(&point, width, detail);
    for (size_t i = 1; i < detail->count; i++) {
        char *indented = mem_printf("  %s", detail->lines[i].text);

        free(detail->lines[i].text);
        detail->lines[i].text = indented;
    }
}

/* --- the long form --- */

static size_t
longest_name(const struct frame *frame)
{
    size_t longest = 0;

    for (size_t i = 0; i < frame->n_columns; i++) {
        size_t width = text_width(frame->columns[i].name, strlen(frame->columns[i].name));

        longest = width > longest ? width : longest;
    }
    return longest;
}

static void
value_line(const struct point *point, size_t column, size_t name_width, size_t width,
    struct detail *detail)
{
    const struct column *from = &point->frame->columns[column];
    struct strbuf line;
    size_t used;

    strbuf_init(&line);
    used = text_fit(&line, from->name, name_width, TEXT_CUT_MIDDLE, false);
    strbuf_fill(&line, ' ', name_width - used + 2);
    if (from->type == COLUMN_TEXT)
        strbuf_puts(&line, from->text[point->row] != NULL ? from->text[point->row] : "—");
    else
        put_value(&line, from, point->row);
    if (from->type == COLUMN_NUMBER && from->direction != DIRECTION_UNKNOWN)
        strbuf_printf(&line, ", %s is better",
            from->direction == DIRECTION_MAX ? "more" : "less");
    if (from->type == COLUMN_NUMBER && has_origin(point, column)) {
        strbuf_puts(&line, " · ");
        put_origin(&line, point, column);
    }
    detail_add_wrapped(detail, is_objective(point, column) ? INK_TITLE : INK_TEXT, line.data,
        width);
    strbuf_release(&line);
}

static void
add_group(const struct point *point, enum column_role role, bool objectives, const char *title,
    size_t width, struct detail *detail)
{
    size_t name_width = longest_name(point->frame);
    bool any = false;

    if (name_width > width / 2)
        name_width = width / 2;
    for (size_t i = 0; i < point->frame->n_columns; i++) {
        if (point->frame->columns[i].role != role || is_objective(point, i) != objectives)
            continue;
        if (!any) {
            detail_add(detail, INK_TEXT, "");
            detail_add(detail, INK_HEADING, title);
        }
        any = true;
        value_line(point, i, name_width, width, detail);
    }
}

static void
add_notes(const struct session *session, size_t width, struct detail *detail)
{
    const struct answer *answer = session_answer(session);
    const struct result *result = answer != NULL ? answer->result : NULL;

    if (result == NULL || result->n_notes == 0)
        return;
    detail_add(detail, INK_TEXT, "");
    detail_add(detail, INK_HEADING, "notes on the whole");
    for (size_t i = 0; i < result->n_notes; i++)
        detail_add_wrapped(detail, INK_TEXT, result->notes[i], width);
}

/* A row that is no point: all its cells. */
static void
row_lines(struct session *session, size_t width, struct detail *detail)
{
    const struct result_table *table = session_table(session);
    const struct page_view *view = session_view(session);

    if (table == NULL || view->n_order == 0)
        return;
    for (size_t i = 0; i < table->n_columns; i++) {
        struct strbuf line;

        strbuf_init(&line);
        strbuf_printf(&line, "%s: ", grid_column_title(&table->columns[i]));
        grid_cell_text(table, i, view->order[view->cursor], &line);
        detail_add_wrapped(detail, INK_TEXT, line.data, width);
        strbuf_release(&line);
    }
}

void
detail_long(struct session *session, size_t width, struct detail *detail)
{
    struct point point;

    if (!table_has_points(session) || !find_point(session, &point)) {
        row_lines(session, width, detail);
        return;
    }
    detail_add(detail, INK_TITLE, point.frame->key[point.row]);
    why_lines(&point, width, detail);
    condition_line(&point, SIZE_MAX, detail);
    add_group(&point, ROLE_MEASURE, true, "objectives", width, detail);
    add_group(&point, ROLE_MEASURE, false, "other measures", width, detail);
    add_group(&point, ROLE_ATTRIBUTE, false, "conditions and attributes", width, detail);
    add_group(&point, ROLE_KEY, false, "key", width, detail);
    add_notes(session, width, detail);
}
