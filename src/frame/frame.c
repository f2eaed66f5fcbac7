/* frame.c - building frames and selecting rows of them; see frame.h.
 *
 * Everything a frame holds lies in its arena, so a selection copies: the frame it came from
 * may go first. Texts repeat (a precision, a task), so equal pointers are copied once.
 */
#include "frame/frame.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct frame *
frame_new(enum frame_shape shape, size_t rows)
{
    struct arena *arena = arena_new();
    struct frame *frame = arena_zalloc(arena, 1, sizeof *frame);

    frame->arena = arena;
    frame->shape = shape;
    frame->rows = rows;
    frame->rows_total = rows;
    frame->key = arena_zalloc(arena, rows, sizeof *frame->key);
    frame->label = arena_zalloc(arena, rows, sizeof *frame->label);
    for (size_t i = 0; i < rows; i++)
        frame->key[i] = frame->label[i] = "";
    return frame;
}

void
frame_free(struct frame *frame)
{
    if (frame != NULL)
        arena_free(frame->arena);
}

/* Room for one more element of an array in an arena. Arrays double, so the count alone
 * tells when one is full: at each power of two. */
static void *
grown(struct arena *arena, void *items, size_t count, size_t size)
{
    void *larger;

    if ((count & (count - 1)) != 0)
        return items;
    larger = arena_zalloc(arena, count != 0 ? 2 * count : 1, size);
    if (count != 0)
        memcpy(larger, items, count * size);
    return larger;
}

static double *
new_values(const struct frame *frame)
{
    double *values = arena_alloc(frame->arena, frame->rows * sizeof *values);

    for (size_t i = 0; i < frame->rows; i++)
        values[i] = NAN;
    return values;
}

static struct column *
push_column(struct frame *frame)
{
    frame->columns = grown(frame->arena, frame->columns, frame->n_columns,
        sizeof *frame->columns);
    return &frame->columns[frame->n_columns++];
}

struct column *
frame_add_column(struct frame *frame, const char *name, enum column_type type,
    enum column_role role)
{
    struct column *column;

    assert(frame_column(frame, name) == FRAME_NONE);
    column = push_column(frame);
    *column = (struct column){.name = arena_strdup(frame->arena, name), .type = type,
        .role = role};
    if (type == COLUMN_NUMBER)
        column->value = new_values(frame);
    else
        column->text = arena_zalloc(frame->arena, frame->rows, sizeof *column->text);
    return column;
}

void
column_need_se(struct frame *frame, struct column *column)
{
    if (column->se == NULL)
        column->se = new_values(frame);
}

void
column_need_n(struct frame *frame, struct column *column)
{
    if (column->n == NULL)
        column->n = new_values(frame);
}

void
column_need_status(struct frame *frame, struct column *column)
{
    if (column->status == NULL)
        column->status = arena_zalloc(frame->arena, frame->rows, sizeof *column->status);
}

void
column_need_origin(struct frame *frame, struct column *column)
{
    if (column->origin == NULL)
        column->origin = arena_zalloc(frame->arena, frame->rows, sizeof *column->origin);
}

static void
push_note(struct frame *frame, const char *note)
{
    frame->notes = grown(frame->arena, frame->notes, frame->n_notes, sizeof *frame->notes);
    frame->notes[frame->n_notes++] = note;
}

void
frame_note(struct frame *frame, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(frame->arena, format, args);
    va_end(args);
    push_note(frame, text);
}

/* --- selecting --- */

enum { CACHE_SLOTS = 1024 };

/* One selection under way. The cache remembers the copies of the last texts seen. */
struct selection {
    const struct frame *from;
    struct frame *to;
    const size_t *rows;
    bool borrows;              /* texts are not copied */
    struct { const char *from, *to; } cache[CACHE_SLOTS];
};

static const char *
copy_text(struct selection *s, const char *text)
{
    size_t slot = ((uintptr_t)text >> 4 ^ (uintptr_t)text >> 14) % CACHE_SLOTS;

    if (text == NULL || s->borrows)
        return text;
    if (s->cache[slot].from != text) {
        s->cache[slot].from = text;
        s->cache[slot].to = arena_strdup(s->to->arena, text);
    }
    return s->cache[slot].to;
}

static const char **
select_texts(struct selection *s, const char *const *texts)
{
    const char **copy;

    if (texts == NULL)
        return NULL;
    copy = arena_alloc(s->to->arena, s->to->rows * sizeof *copy);
    for (size_t i = 0; i < s->to->rows; i++)
        copy[i] = copy_text(s, texts[s->rows[i]]);
    return copy;
}

/* Rows of an array of doubles; likewise below for the other types. NULL gives NULL. */
static double *
select_doubles(struct selection *s, const double *values)
{
    double *copy;

    if (values == NULL)
        return NULL;
    copy = arena_alloc(s->to->arena, s->to->rows * sizeof *copy);
    for (size_t i = 0; i < s->to->rows; i++)
        copy[i] = values[s->rows[i]];
    return copy;
}

static uint8_t *
select_bytes(struct selection *s, const uint8_t *bytes)
{
    uint8_t *copy;

    if (bytes == NULL)
        return NULL;
    copy = arena_alloc(s->to->arena, s->to->rows);
    for (size_t i = 0; i < s->to->rows; i++)
        copy[i] = bytes[s->rows[i]];
    return copy;
}

static uint32_t *
select_words(struct selection *s, const uint32_t *words)
{
    uint32_t *copy;

    if (words == NULL)
        return NULL;
    copy = arena_alloc(s->to->arena, s->to->rows * sizeof *copy);
    for (size_t i = 0; i < s->to->rows; i++)
        copy[i] = words[s->rows[i]];
    return copy;
}

static struct origin *
select_origins(struct selection *s, const struct origin *origins)
{
    struct origin *copy;

    if (origins == NULL)
        return NULL;
    copy = arena_alloc(s->to->arena, s->to->rows * sizeof *copy);
    for (size_t i = 0; i < s->to->rows; i++) {
        const struct origin *origin = &origins[s->rows[i]];

        copy[i] = (struct origin){.source = origin->source,
            .place = copy_text(s, origin->place), .raw = copy_text(s, origin->raw)};
    }
    return copy;
}

static void
select_column(struct selection *s, const struct column *from)
{
    struct column *to = push_column(s->to);

    *to = *from;
    to->name = arena_strdup(s->to->arena, from->name);
    to->written = arena_strdup(s->to->arena, from->written);
    to->unit = arena_strdup(s->to->arena, from->unit);
    to->missing_tokens = arena_strdup(s->to->arena, from->missing_tokens);
    to->value = select_doubles(s, from->value);
    to->se = select_doubles(s, from->se);
    to->n = select_doubles(s, from->n);
    to->status = select_bytes(s, from->status);
    to->text = select_texts(s, from->text);
    to->origin = select_origins(s, from->origin);
}

static struct frame *
select_rows(const struct frame *frame, const size_t *rows, size_t n, bool borrows)
{
    struct frame *to = frame_new(frame->shape, n);
    struct selection s = {.from = frame, .to = to, .rows = rows, .borrows = borrows};

    to->key = select_texts(&s, frame->key);
    to->label = select_texts(&s, frame->label);
    to->written = select_texts(&s, frame->written);
    to->row_source = select_words(&s, frame->row_source);
    to->row_number = select_words(&s, frame->row_number);
    to->composed = select_bytes(&s, frame->composed);
    for (size_t i = 0; i < frame->n_columns; i++)
        select_column(&s, &frame->columns[i]);
    to->n_sources = frame->n_sources;
    to->sources = arena_zalloc(to->arena, frame->n_sources, sizeof *to->sources);
    for (size_t i = 0; i < frame->n_sources; i++)
        to->sources[i] = copy_text(&s, frame->sources[i]);
    to->apart = copy_text(&s, frame->apart);
    to->skipped = copy_text(&s, frame->skipped);
    for (size_t i = 0; i < frame->n_notes; i++)
        push_note(to, copy_text(&s, frame->notes[i]));
    to->grouping = copy_text(&s, frame->grouping);
    to->where = copy_text(&s, frame->where);
    to->where_of_records = copy_text(&s, frame->where_of_records);
    to->mixed = frame->mixed;
    to->rows_total = frame->rows_total;
    return to;
}

struct frame *
frame_select(const struct frame *frame, const size_t *rows, size_t n)
{
    return select_rows(frame, rows, n, false);
}

struct frame *
frame_view(const struct frame *frame, const size_t *rows, size_t n)
{
    return select_rows(frame, rows, n, true);
}

/* --- words --- */

const char *
cell_status_words(enum cell_status status)
{
    switch (status) {
    case CELL_OK: return "measured";
    case CELL_ABSENT: return "not measured";
    case CELL_EMPTY: return "empty in the source";
    case CELL_TOKEN: return "taken as not recorded";
    case CELL_INFINITE: return "infinite, taken as missing";
    case CELL_FAILED: return "run failed";
    case CELL_OUT_OF_MEMORY: return "out of memory";
    case CELL_TIMED_OUT: return "timed out";
    case CELL_NOT_ATTEMPTED: return "not attempted";
    case CELL_ESTIMATED: return "estimated by its source";
    }
    return "missing";
}
