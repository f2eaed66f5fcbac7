/* objectives.c - which two measures to look at first, and what "max:NAME" means; frame.h.
 *
 * The default is a rule, not a taste (contract 3): the capability and the efficiency measure
 * of known direction that most points have both of.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "frame/frame.h"

/* The rows that are looked at; rows NULL: the first n. */
struct among { const size_t *rows; size_t n; };

/* Which of them have a value, a bit each. */
static uint64_t *
rows_with_value(const struct column *column, struct among among)
{
    uint64_t *bits = mem_zalloc(among.n / 64 + 1, sizeof *bits);

    for (size_t i = 0; i < among.n; i++)
        if (!isnan(column->value[among.rows != NULL ? among.rows[i] : i]))
            bits[i / 64] |= UINT64_C(1) << i % 64;
    return bits;
}

static size_t
count_bits(uint64_t bits)
{
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (size_t)(bits * UINT64_C(0x0101010101010101) >> 56);
}

static size_t
count_common(const uint64_t *a, const uint64_t *b, size_t rows)
{
    size_t count = 0;

    for (size_t i = 0; i < rows / 64 + 1; i++)
        count += count_bits(a[i] & b[i]);
    return count;
}

/* The measures of one kind that can be an objective. */
struct candidates {
    size_t n;
    size_t *column;
    uint64_t **bits;
};

static void
candidates_init(struct candidates *candidates, const struct frame *frame, struct among among,
    enum measure_kind kind)
{
    *candidates = (struct candidates){
        .column = mem_alloc(frame->n_columns * sizeof *candidates->column),
        .bits = mem_alloc(frame->n_columns * sizeof *candidates->bits)};
    for (size_t i = 0; i < frame->n_columns; i++) {
        const struct column *column = &frame->columns[i];

        if (column->type != COLUMN_NUMBER || column->role != ROLE_MEASURE
            || column->kind != kind || column->direction == DIRECTION_UNKNOWN)
            continue;
        candidates->column[candidates->n] = i;
        candidates->bits[candidates->n++] = rows_with_value(column, among);
    }
}

static void
candidates_release(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->n; i++)
        free(candidates->bits[i]);
    free(candidates->bits);
    free(candidates->column);
}

/* A pair and how many points have both; the best two of all. */
struct choice { size_t y, x, points; };

static void
consider(struct choice best[2], struct choice choice)
{
    if (choice.points > best[0].points) {
        best[1] = best[0];
        best[0] = choice;
    } else if (choice.points > best[1].points) {
        best[1] = choice;
    }
}

static void
choose_pairs(const struct frame *frame, struct among among, struct choice best[2])
{
    struct candidates y, x;

    candidates_init(&y, frame, among, KIND_CAPABILITY);
    candidates_init(&x, frame, among, KIND_EFFICIENCY);
    for (size_t i = 0; i < y.n; i++)
        for (size_t j = 0; j < x.n; j++)
            consider(best, (struct choice){y.column[i], x.column[j],
                count_common(y.bits[i], x.bits[j], among.n)});
    candidates_release(&x);
    candidates_release(&y);
}

static void
set_pair(const struct frame *frame, const struct choice *choice, struct objective pair[2])
{
    pair[0] = pair[1] = (struct objective){FRAME_NONE, DIRECTION_UNKNOWN};
    if (choice->points == 0)
        return;
    pair[0] = (struct objective){(int)choice->y, frame->columns[choice->y].direction};
    pair[1] = (struct objective){(int)choice->x, frame->columns[choice->x].direction};
}

/* "accuracy (capability, max), speed (efficiency, direction unknown), ...", first those of which
 * the direction is known or is not. */
static void
list_measures(const struct frame *frame, bool known, struct strbuf *out)
{
    static const char *const kinds[] = {"descriptor", "capability", "efficiency"};

    for (size_t i = 0; i < frame->n_columns && out->length < 700; i++) {
        const struct column *column = &frame->columns[i];

        if (column->type != COLUMN_NUMBER || column->role != ROLE_MEASURE
            || (column->direction != DIRECTION_UNKNOWN) != known)
            continue;
        strbuf_printf(out, "%s%s (%s, %s)", out->length > 0 ? ", " : "", column->name,
            kinds[column->kind], column->direction == DIRECTION_MAX ? "max"
            : column->direction == DIRECTION_MIN ? "min" : "direction unknown");
    }
}

/* Two measures of one kind that could be looked at against each other: of different directions
 * if there are such, and then those that most points have. points is 0 if there are none. */
static struct choice
other_pair(const struct frame *frame, enum measure_kind kind)
{
    struct choice best = {0};
    struct candidates candidates;
    bool best_differs = false;

    candidates_init(&candidates, frame, (struct among){NULL, frame->rows}, kind);
    for (size_t i = 0; i < candidates.n; i++)
        for (size_t j = 0; j < candidates.n; j++) {
            const struct column *y = &frame->columns[candidates.column[i]];
            const struct column *x = &frame->columns[candidates.column[j]];
            bool differs = y->direction == DIRECTION_MAX && x->direction == DIRECTION_MIN;
            size_t points = i == j ? 0 : count_common(candidates.bits[i], candidates.bits[j],
                frame->rows);

            if (points > 0 && (differs > best_differs || (differs == best_differs
                    && points > best.points))) {
                best = (struct choice){candidates.column[i], candidates.column[j], points};
                best_differs = differs;
            }
        }
    candidates_release(&candidates);
    return best;
}

static struct choice
any_other_pair(const struct frame *frame)
{
    struct choice pair = other_pair(frame, KIND_EFFICIENCY);

    return pair.points > 0 ? pair : other_pair(frame, KIND_CAPABILITY);
}

size_t
frame_other_pair(const struct frame *frame, struct objective pair[2])
{
    struct choice choice = any_other_pair(frame);

    set_pair(frame, &choice, pair);
    return choice.points;
}

static const char *
word_of(const struct column *column)
{
    return column->direction == DIRECTION_MAX ? "max" : "min";
}

/* Why measures of different files do not meet in one point, or NULL where nothing tells. */
static const char *
what_keeps_apart(const struct frame *frame)
{
    static const char mixed[] = "conditions are mixed: ";

    for (size_t i = 0; frame->apart == NULL && i < frame->n_notes; i++)
        if (strncmp(frame->notes[i], mixed, strlen(mixed)) == 0)
            return frame->notes[i] + strlen(mixed);
    return frame->apart;
}

static bool
refuse_no_pair(const struct frame *frame, struct error *err)
{
    const char *apart = what_keeps_apart(frame);
    const char *same = apart != NULL && frame->apart == NULL
        ? "if that makes no difference, --set NAME=VALUE holds for all files, --map ignore=NAME "
          "leaves a table's column out; " : "";
    struct choice pair = any_other_pair(frame);
    struct strbuf list;

    strbuf_init(&list);
    list_measures(frame, true, &list);
    list_measures(frame, false, &list);
    error_set(err, ERROR_REQUEST, "no point has both a capability and an efficiency measure "
        "whose directions are known%s%s", apart != NULL ? ": " : "", apart != NULL ? apart : "");
    if (pair.points > 0) {
        const struct column *y = &frame->columns[pair.y], *x = &frame->columns[pair.x];

        error_hint(err, "%s-o '%s:%s,%s:%s' would compare %zu of %zu points; measures: %s", same,
            word_of(y), y->name, word_of(x), x->name, pair.points, frame->rows, list.data);
    } else if (list.length > 0) {
        error_hint(err, "%sname objectives, such as -o max:NAME,min:NAME; measures: %s", same,
            list.data);
    } else {
        error_hint(err, "no column was recognised as a measure; name one, such as "
            "--map 'acc=max:COLUMN'");
    }
    strbuf_release(&list);
    return false;
}

bool
frame_default_objectives(const struct frame *frame, struct objective pair[2],
    struct objective runner_up[2], struct error *err)
{
    struct choice best[2] = {{0}, {0}};

    choose_pairs(frame, (struct among){NULL, frame->rows}, best);
    set_pair(frame, &best[0], pair);
    if (runner_up != NULL)
        set_pair(frame, &best[1], runner_up);
    return best[0].points > 0 || refuse_no_pair(frame, err);
}

bool
frame_default_objectives_among(const struct frame *frame, const size_t *rows, size_t n,
    struct objective pair[2], struct error *err)
{
    struct choice best[2] = {{0}, {0}};

    choose_pairs(frame, (struct among){rows, n}, best);
    set_pair(frame, &best[0], pair);
    return best[0].points > 0 || refuse_no_pair(frame, err);
}

/* The direction that a prefix gives, and the text after it. */
static enum direction
take_direction(const char **text)
{
    static const struct { const char *prefix; enum direction direction; } prefixes[] = {
        {"max:", DIRECTION_MAX}, {"min:", DIRECTION_MIN}};

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t length = strlen(prefixes[i].prefix);

        if (strncmp(*text, prefixes[i].prefix, length) == 0) {
            *text += length;
            return prefixes[i].direction;
        }
    }
    return DIRECTION_UNKNOWN;
}

bool
frame_parse_objective(const struct frame *frame, const char *text, struct objective *out,
    struct error *err)
{
    enum direction direction = DIRECTION_UNKNOWN;

    if (frame_column(frame, text) == FRAME_NONE)    /* a name may start with "max:" */
        direction = take_direction(&text);
    out->column = frame_find(frame, text, true, err);
    if (out->column == FRAME_NONE)
        return false;
    out->direction = direction != DIRECTION_UNKNOWN ? direction
        : frame->columns[out->column].direction;
    if (out->direction != DIRECTION_UNKNOWN)
        return true;
    text = frame->columns[out->column].name;
    error_set(err, ERROR_REQUEST, "is more of \"%s\" better, or less? Nothing says so", text);
    return error_hint(err, "write max:%s or min:%s, or settle it with --direction '%s=max'",
        text, text, text);
}

size_t
frame_score_objective(const struct frame *frame, const struct objective *objectives, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (frame->columns[objectives[k].column].kind == KIND_CAPABILITY)
            return k;
    for (size_t k = 0; k < n; k++)
        if (objectives[k].direction == DIRECTION_MAX &&
            frame->columns[objectives[k].column].kind != KIND_EFFICIENCY)
            return k;
    return 0;
}
