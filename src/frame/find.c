/* find.c - the column or row that a user means; see frame.h.
 *
 * Names are matched on a ladder: exact, without case, the part after the last "/", any part.
 * The first rung that has a match decides; more than one match on it is an error that lists
 * them, because a guess would be an answer about the wrong measure.
 */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "frame/frame.h"

enum rung { RUNG_EXACT, RUNG_FOLDED, RUNG_BARE, RUNG_PART, RUNGS };

enum { LISTED_MOST = 8, LISTED_BYTES_MOST = 700 };

/* What matched so far: per rung how many, and the first few. */
struct search {
    const char *typed;
    char *folded;
    struct { size_t count; size_t index[LISTED_MOST]; } found[RUNGS];
};

static void
search_init(struct search *search, const char *typed)
{
    *search = (struct search){.typed = typed, .folded = text_fold(typed)};
}

const char *
frame_metric(const char *name)
{
    const char *metric = NULL;
    int depth = 0;

    for (; *name != '\0'; name++) {
        if (*name == '(' || *name == '[')
            depth++;
        else if ((*name == ')' || *name == ']') && depth > 0)
            depth--;
        else if (*name == '/' && depth == 0)
            metric = name + 1;
    }
    return metric;
}

/* The best rung on which a name matches. */
static enum rung
rung_of(const struct search *search, const char *name)
{
    enum rung rung = RUNGS;
    const char *bare;
    char *folded;

    if (strcmp(name, search->typed) == 0)
        return RUNG_EXACT;
    if (search->folded[0] == '\0')
        return RUNGS;
    folded = text_fold(name);
    bare = frame_metric(folded);
    if (strcmp(folded, search->folded) == 0)
        rung = RUNG_FOLDED;
    else if (bare != NULL && strcmp(bare, search->folded) == 0)
        rung = RUNG_BARE;
    else if (strstr(folded, search->folded) != NULL)
        rung = RUNG_PART;
    free(folded);
    return rung;
}

static void
search_add(struct search *search, enum rung rung, size_t index)
{
    if (rung == RUNGS)
        return;
    if (search->found[rung].count < LISTED_MOST)
        search->found[rung].index[search->found[rung].count] = index;
    search->found[rung].count++;
}

static enum rung
search_decide(const struct search *search)
{
    for (enum rung rung = RUNG_EXACT; rung < RUNGS; rung++)
        if (search->found[rung].count > 0)
            return rung;
    return RUNGS;
}

/* Adds one name to a list that ends in "and N more" where it would be too long. */
static bool
list_name(struct strbuf *out, const char *name, size_t place, size_t total)
{
    if (place == LISTED_MOST
        || (place > 0 && out->length + strlen(name) > LISTED_BYTES_MOST)) {
        strbuf_printf(out, " and %zu more", total - place);
        return false;
    }
    strbuf_printf(out, "%s%s", place > 0 ? ", " : "", name);
    return true;
}

static bool
refuse_ambiguous(const struct search *search, enum rung rung, const char *const *names,
    struct error *err)
{
    struct strbuf list;
    size_t count = search->found[rung].count;

    strbuf_init(&list);
    for (size_t i = 0; i < count; i++) {
        size_t shown = i < LISTED_MOST ? i : 0;

        if (!list_name(&list, names[search->found[rung].index[shown]], i, count))
            break;
    }
    error_set(err, ERROR_REQUEST, "\"%s\" could be any of: %s", search->typed, list.data);
    error_hint(err, "write more of the name");
    strbuf_release(&list);
    return false;
}

/* Says what there is instead: the nearest name, else the first few. */
static bool
refuse_unknown(const char *what, const char *typed, const char *const *names, size_t n,
    struct error *err)
{
    const char *nearest = text_nearest(typed, names, n);
    struct strbuf list;

    error_set(err, ERROR_REQUEST, "no %s is called \"%s\"", what, typed);
    if (nearest != NULL)
        return error_hint(err, "did you mean \"%s\"?", nearest);
    strbuf_init(&list);
    for (size_t i = 0; i < n; i++)
        if (!list_name(&list, names[i], i, n))
            break;
    if (n > 0)
        error_hint(err, "there are: %s", list.data);
    strbuf_release(&list);
    return false;
}

static int
conclude(const struct search *search, const char *what, const char *const *names, size_t n,
    struct error *err)
{
    enum rung rung = search_decide(search);

    if (rung == RUNGS)
        refuse_unknown(what, search->typed, names, n, err);
    else if (search->found[rung].count == 1)
        return (int)search->found[rung].index[0];
    else
        refuse_ambiguous(search, rung, names, err);
    return FRAME_NONE;
}

int
frame_column(const struct frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->n_columns; i++)
        if (strcmp(frame->columns[i].name, name) == 0)
            return (int)i;
    return FRAME_NONE;
}

int
frame_column_written(const struct frame *frame, const char *written)
{
    int found = FRAME_NONE;

    for (size_t i = 0; i < frame->n_columns; i++)
        if (text_has_line(frame->columns[i].written, written)) {
            if (found != FRAME_NONE)
                return FRAME_NONE;
            found = (int)i;
        }
    return found;
}

/* --- columns --- */

static bool
is_wanted(const struct column *column, bool want_number)
{
    return column->type == COLUMN_NUMBER || !want_number;
}

static int
find_column(const struct frame *frame, const struct search *search, bool want_number,
    struct error *err)
{
    const char **names = mem_alloc(frame->n_columns * sizeof *names);
    size_t *index = mem_alloc(frame->n_columns * sizeof *index), n = 0;
    int found;

    for (size_t i = 0; i < frame->n_columns; i++) {
        if (is_wanted(&frame->columns[i], want_number)) {
            names[n] = frame->columns[i].name;
            index[n++] = i;
        }
    }
    found = conclude(search, want_number ? "measure or other column of numbers" : "column",
        names, n, err);
    if (found != FRAME_NONE)
        found = (int)index[found];
    free(index);
    free(names);
    return found;
}

static bool
is_empty(const struct frame *frame, const struct column *column)
{
    for (size_t row = 0; column->text != NULL && row < frame->rows; row++)
        if (column->text[row] != NULL && column->text[row][0] != '\0')
            return false;
    return true;
}

/* A column of that name has no numbers. */
static int
refuse_text(const struct frame *frame, const struct column *column, const char *typed,
    struct error *err)
{
    if (is_empty(frame, column)) {
        if (frame->rows == 0)
            error_set(err, ERROR_REQUEST, "\"%s\" is empty: there are no rows", typed);
        else
            error_set(err, ERROR_REQUEST, "\"%s\" is empty: none of %zu %s has a value", typed,
                frame->rows, text_counted((double)frame->rows, "row", "rows"));
        return FRAME_NONE;
    }
    error_set(err, ERROR_REQUEST, "\"%s\" holds text, not numbers", typed);
    error_hint(err, "where a few cells are no numbers, --missing '%s=TEXT' leaves them out;"
        " paretop list warnings says which", typed);
    return FRAME_NONE;
}

int
frame_find(const struct frame *frame, const char *typed, bool want_number,
    struct error *err)
{
    int exact = frame_column(frame, typed), found;
    struct search search;
    size_t place = 0;

    if (exact == FRAME_NONE)
        exact = frame_column_written(frame, typed);
    if (exact != FRAME_NONE && is_wanted(&frame->columns[exact], want_number))
        return exact;
    if (exact != FRAME_NONE)
        return refuse_text(frame, &frame->columns[exact], typed, err);
    search_init(&search, typed);
    for (size_t i = 0; i < frame->n_columns; i++)
        if (is_wanted(&frame->columns[i], want_number))
            search_add(&search, rung_of(&search, frame->columns[i].name), place++);
    found = find_column(frame, &search, want_number, err);
    free(search.folded);
    return found;
}

/* --- rows --- */

/* A row answers to its key, its label, its names as written, and those in its key columns. */
static enum rung
row_rung(const struct frame *frame, const struct search *search, size_t row)
{
    enum rung best = rung_of(search, frame->key[row]), rung;

    if (frame->written != NULL && text_has_line(frame->written[row], search->typed))
        return RUNG_EXACT;

    if (best != RUNG_EXACT && (rung = rung_of(search, frame->label[row])) < best)
        best = rung;
    for (size_t i = 0; i < frame->n_columns && best != RUNG_EXACT; i++) {
        const struct column *column = &frame->columns[i];

        if (column->role != ROLE_KEY || column->type != COLUMN_TEXT
            || column->text[row] == NULL)
            continue;
        rung = rung_of(search, column->text[row]);
        if (rung < best)
            best = rung;
    }
    return best;
}

int
frame_find_row(const struct frame *frame, const char *typed, struct error *err)
{
    struct search search;
    int found;

    for (size_t i = 0; i < frame->rows; i++)
        if (strcmp(frame->key[i], typed) == 0)
            return (int)i;
    search_init(&search, typed);
    for (size_t i = 0; i < frame->rows; i++)
        search_add(&search, row_rung(frame, &search, i), i);
    found = conclude(&search, frame->shape == SHAPE_ROWS ? "row" : "model or point",
        frame->key, frame->rows, err);
    free(search.folded);
    return found;
}

bool
frame_same_keys(const struct frame *a, const struct frame *b)
{
    if (a->rows != b->rows)
        return false;
    for (size_t i = 0; i < a->rows; i++)
        if (strcmp(a->key[i], b->key[i]) != 0)
            return false;
    return true;
}

struct placed_key { const char *key; size_t row; };

static int
by_key(const void *left, const void *right)
{
    return strcmp(((const struct placed_key *)left)->key,
        ((const struct placed_key *)right)->key);
}

size_t
frame_places(const struct frame *from, const struct frame *to, size_t *place)
{
    struct placed_key *sorted;
    size_t both = 0;

    if (frame_same_keys(from, to)) {
        for (size_t i = 0; i < from->rows; i++)
            place[i] = i;
        return from->rows;
    }
    sorted = mem_alloc((to->rows + 1) * sizeof *sorted);
    for (size_t i = 0; i < to->rows; i++)
        sorted[i] = (struct placed_key){ to->key[i], i };
    qsort(sorted, to->rows, sizeof *sorted, by_key);
    for (size_t i = 0; i < from->rows; i++) {
        struct placed_key wanted = { from->key[i], 0 };
        const struct placed_key *found = bsearch(&wanted, sorted, to->rows, sizeof *sorted,
            by_key);

        place[i] = found != NULL ? found->row : SIZE_MAX;
        both += found != NULL;
    }
    free(sorted);
    return both;
}
