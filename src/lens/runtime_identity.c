/* runtime_identity.c - whose timings, requests and tables are whose: a model under the conditions
 * that tell its points apart, so that no point gets another's seconds.
 *
 * A record feeds a point if it is of the same model and every condition is the same or not known
 * of one of them. The hardware is no such condition for a table, which the lens is asked for by
 * its name; nor is it one for points that stand for several.
 */
#include "lens/runtime_work.h"

#include <ctype.h>
#include <string.h>

/* Letters and digits decide: openai/davinci is openai_davinci. */
bool
runtime_same(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    for (;;) {
        while (*a != '\0' && (unsigned char)*a < 128 && !isalnum((unsigned char)*a))
            a++;
        while (*b != '\0' && (unsigned char)*b < 128 && !isalnum((unsigned char)*b))
            b++;
        if (*a == '\0' || *b == '\0')
            return *a == *b;
        if (tolower((unsigned char)*a++) != tolower((unsigned char)*b++))
            return false;
    }
}

const char *
runtime_model_of(const struct frame *frame, size_t row)
{
    int column = frame_column(frame, "model");

    if (column >= 0 && frame->columns[column].type == COLUMN_TEXT)
        return frame->columns[column].text[row];
    return frame->label[row];
}

bool
runtime_is_token_count(const struct column *column)
{
    static const char *const *const lists[] = { runtime_prompt_names, runtime_output_names };

    for (size_t i = 0; i < 2 && column->role == ROLE_KEY; i++)
        for (size_t k = 0; lists[i][k] != NULL; k++)
            if (strcmp(lists[i][k], column->name) == 0)
                return true;
    return false;
}

static bool
is_hardware(const char *condition)
{
    return strcmp(condition, "hardware") == 0;
}

void
runtime_find_conditions(struct runtime_work *work)
{
    const struct frame *points = work->bundle->points;

    work->condition = arena_zalloc(work->arena, points->n_columns + 1, sizeof *work->condition);
    for (size_t c = 0; c < points->n_columns && points->shape == SHAPE_POINTS; c++) {
        const struct column *column = &points->columns[c];

        if (column->role == ROLE_KEY && strcmp(column->name, "model") != 0 &&
            !runtime_is_token_count(column))
            work->condition[work->n_conditions++] = column->name;
    }
}

struct runtime_identity
runtime_identity(const struct runtime_work *work, const struct frame *frame, size_t row)
{
    struct runtime_identity who = { runtime_model_of(frame, row), NULL };
    const char **known;

    if (work->n_conditions == 0)
        return who;
    known = arena_zalloc(work->arena, work->n_conditions, sizeof *known);
    for (size_t i = 0; i < work->n_conditions; i++) {
        int column = parts_find(frame, work->condition[i]);

        if (column != FRAME_NONE)
            known[i] = arena_strdup(work->arena, parts_name(work->arena, &frame->columns[column],
                row));
    }
    who.known = known;
    return who;
}

/* Whether the i-th condition counts: hardware only if asked for. */
static bool
counts(const struct runtime_work *work, size_t i, bool hardware)
{
    return hardware || !is_hardware(work->condition[i]);
}

bool
runtime_feeds(const struct runtime_work *work, const struct runtime_identity *from,
    const struct runtime_identity *to, bool hardware)
{
    if (!runtime_same(from->model, to->model))
        return false;
    for (size_t i = 0; i < work->n_conditions && from->known != NULL && to->known != NULL; i++)
        if (counts(work, i, hardware) && from->known[i] != NULL && to->known[i] != NULL &&
            strcmp(from->known[i], to->known[i]) != 0)
            return false;
    return true;
}

bool
runtime_identical(const struct runtime_work *work, const struct runtime_identity *a,
    const struct runtime_identity *b, bool hardware)
{
    if (!runtime_same(a->model, b->model))
        return false;
    for (size_t i = 0; i < work->n_conditions; i++) {
        const char *left = a->known != NULL ? a->known[i] : NULL;
        const char *right = b->known != NULL ? b->known[i] : NULL;

        if (counts(work, i, hardware) && (left == NULL ? right != NULL : right == NULL ||
            strcmp(left, right) != 0))
            return false;
    }
    return true;
}

/* "llama-7b", or "llama-7b \302\267 int4". */
const char *
runtime_identity_name(const struct runtime_work *work, const struct runtime_identity *who,
    bool hardware)
{
    const char *name = arena_strdup(work->arena, who->model);

    for (size_t i = 0; i < work->n_conditions && who->known != NULL; i++)
        if (counts(work, i, hardware) && who->known[i] != NULL)
            name = arena_printf(work->arena, "%s \302\267 %s", name, who->known[i]);
    return name;
}
