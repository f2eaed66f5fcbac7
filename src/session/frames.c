/* frames.c - see frames.h. */
#include "session/frames.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/filter.h"
#include "store/store.h"

/* --- keys to rows: open addressing, at most half full --- */

static size_t
hash(const char *text)
{
    uint64_t value = 14695981039346656037u;

    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * 1099511628211u;
    return (size_t)(value ^ value >> 32);
}

void
key_index_build(struct key_index *index, const char *const *keys, size_t rows)
{
    size_t n = 16;

    while (n < rows * 2)
        n *= 2;
    *index = (struct key_index){.keys = keys, .slots = mem_zalloc(n, sizeof *index->slots),
        .n_slots = n, .rows = rows};
    for (size_t row = 0; row < rows; row++) {
        size_t at = hash(keys[row]) & (n - 1);

        while (index->slots[at] != 0 && strcmp(keys[index->slots[at] - 1], keys[row]) != 0)
            at = (at + 1) & (n - 1);
        if (index->slots[at] == 0)
            index->slots[at] = (uint32_t)row + 1;
    }
}

void
key_index_release(struct key_index *index)
{
    free(index->slots);
    free(index->own_keys);
    *index = (struct key_index){0};
}

long
key_index_row(const struct key_index *index, const char *key)
{
    size_t at;

    if (index->n_slots == 0 || key == NULL)
        return -1;
    at = hash(key) & (index->n_slots - 1);
    while (index->slots[at] != 0) {
        if (strcmp(index->keys[index->slots[at] - 1], key) == 0)
            return (long)index->slots[at] - 1;
        at = (at + 1) & (index->n_slots - 1);
    }
    return -1;
}

/* --- sharing --- */

struct shared_frame *
shared_frame_hold(struct shared_frame *frame)
{
    if (frame != NULL)
        atomic_fetch_add(&frame->users, 1);
    return frame;
}

void
shared_frame_drop(struct shared_frame *frame)
{
    if (frame == NULL || atomic_fetch_sub(&frame->users, 1) > 1)
        return;
    if (!frame->borrows_all) {
        key_index_release(&frame->index);
        frame_free(frame->frame);
    }
    shared_frame_drop(frame->owner);
    free(frame->question);
    free(frame->said);
    free(frame);
}

/* --- the cache --- */

/* Of all selections that are kept together. */
enum { SELECTED_ROWS_MOST = 1500000 };

void
frame_cache_clear(struct frame_cache *cache)
{
    for (size_t i = 0; i < FRAMES_KEPT; i++) {
        shared_frame_drop(cache->frames[i]);
        cache->frames[i] = NULL;
    }
}

/* The newest whose question begins like the wish's, for so many bytes, which are all of what
 * its rows depend on (`whole`: and its objectives). */
static struct shared_frame *
cache_find(struct frame_cache *cache, const struct frame_wish *wish, size_t length, bool whole)
{
    for (size_t i = 0; i < FRAMES_KEPT; i++) {
        struct shared_frame *frame = cache->frames[i];

        if (frame == NULL || strncmp(frame->question, wish->text, length) != 0
            || (whole ? frame->question[length] != '\0' : frame->selected_length != length))
            continue;
        memmove(cache->frames + 1, cache->frames, i * sizeof *cache->frames);
        cache->frames[0] = frame;
        return frame;
    }
    return NULL;
}

/* Selections are made again if need be; what the store read stays. */
static void
forget_large(struct frame_cache *cache)
{
    size_t rows = 0;

    for (size_t i = 0; i < FRAMES_KEPT; i++) {
        struct shared_frame *frame = cache->frames[i];

        if (frame == NULL || frame->owner == NULL)
            continue;
        rows += frame->frame->rows;
        if (i == 0 || rows <= SELECTED_ROWS_MOST)
            continue;
        cache->frames[i] = NULL;
        shared_frame_drop(frame);
    }
}

static void
cache_add(struct frame_cache *cache, struct shared_frame *frame)
{
    shared_frame_drop(cache->frames[FRAMES_KEPT - 1]);
    memmove(cache->frames + 1, cache->frames, (FRAMES_KEPT - 1) * sizeof *cache->frames);
    cache->frames[0] = shared_frame_hold(frame);
    forget_large(cache);
}

/* --- making --- */

static bool
names_kept(const struct frame_wish *wish, const char *expression)
{
    for (size_t i = 0; expression != NULL && i < wish->n_kept; i++)
        if (strstr(expression, wish->kept[i]->name) != NULL)
            return true;
    return false;
}

static void
add_kept(struct frame *frame, const struct kept *kept)
{
    struct key_index index;
    struct column *column;

    if (frame_column(frame, kept->name) != FRAME_NONE)
        return;
    key_index_build(&index, (const char *const *)frame->key, frame->rows);
    column = frame_add_column(frame, arena_strdup(frame->arena, kept->name), COLUMN_NUMBER,
        ROLE_MEASURE);
    column->direction = kept->direction;
    column->unit = arena_strdup(frame->arena, kept->unit);
    for (size_t i = 0; i < kept->n; i++) {
        long row = key_index_row(&index, kept->key[i]);

        if (row >= 0)
            column->value[row] = kept->value[i];
    }
    key_index_release(&index);
}

/* The store's frame with the measures that were kept. */
static struct frame *
read_frame(const struct frame_wish *wish, bool filtered, struct error *err)
{
    char *where = wish->request->where;
    struct frame *frame = NULL;

    if (!filtered)
        wish->request->where = NULL;
    if (request_frame(wish->store, wish->request, &frame, err))
        for (size_t i = 0; i < wish->n_kept; i++)
            add_kept(frame, wish->kept[i]);
    wish->request->where = where;
    return frame;
}

/* question: its first `selected` bytes are about the rows. */
static struct shared_frame *
share(struct frame *frame, const struct frame_wish *wish, size_t selected)
{
    struct shared_frame *shared = mem_zalloc(1, sizeof *shared);

    atomic_init(&shared->users, 1);
    shared->frame = frame;
    shared->question = mem_strndup(wish->text, selected);
    shared->selected_length = selected;
    key_index_build(&shared->index, (const char *const *)frame->key, frame->rows);
    return shared;
}

/* The same frame, to be looked at with other objectives. */
static struct shared_frame *
borrow(struct shared_frame *owner)
{
    struct shared_frame *shared = mem_zalloc(1, sizeof *shared);

    atomic_init(&shared->users, 1);
    shared->owner = shared_frame_hold(owner->borrows_all ? owner->owner : owner);
    shared->borrows_all = true;
    shared->frame = owner->frame;
    shared->index = owner->index;
    return shared;
}

static void
set_objectives(struct shared_frame *shared, const struct frame_wish *wish,
    const size_t *rows, size_t n)
{
    shared->n_objectives = sizeof shared->objectives / sizeof *shared->objectives;
    if (!(rows != NULL ? request_objectives_among(wish->request, shared->frame, rows, n,
                shared->objectives, &shared->n_objectives, &shared->no_objectives)
            : request_objectives(wish->request, shared->frame, shared->objectives,
                &shared->n_objectives, &shared->said, &shared->no_objectives)))
        shared->n_objectives = 0;
}

struct shared_frame *
frames_share(struct frame *frame, const struct request *request)
{
    const struct frame_wish wish = {.text = "", .request = (struct request *)request};
    struct shared_frame *shared = share(frame, &wish, 0);

    set_objectives(shared, &wish, NULL, 0);
    return shared;
}

/* --- choosing --- */

/* Rows of a frame that is there can be selected where the store would do no more: records
 * are not grouped, and operating points are picked after the filter. A filter that names a
 * kept measure has to wait for it in any case. */
bool
frames_selects(const struct frame_wish *wish)
{
    const struct request *request = wish->request;

    return request->where != NULL && (names_kept(wish, request->where)
        || (request->pick == NULL && request->by != NULL && strcmp(request->by, "row") == 0));
}

static struct shared_frame *
stored_frame(struct frame_cache *cache, const struct frame_wish *wish, size_t length,
    struct error *err)
{
    struct shared_frame *shared = cache_find(cache, wish, length, false);
    struct frame *frame;

    if (shared != NULL)
        return shared_frame_hold(shared);
    frame = read_frame(wish, length == wish->selected, err);
    if (frame == NULL)
        return NULL;
    shared = share(frame, wish, length);
    cache_add(cache, shared);
    return shared;
}

bool
frames_choose(struct frame_cache *cache, const struct frame_wish *wish,
    struct frame_choice *choice, struct error *err)
{
    struct shared_frame *ready = cache_find(cache, wish, wish->all, true), *whole;

    *choice = (struct frame_choice){.frame = shared_frame_hold(ready), .is_whole = true};
    if (ready != NULL)
        return true;
    whole = cache_find(cache, wish, wish->selected, false);
    if (whole == NULL && frames_selects(wish)) {
        choice->frame = stored_frame(cache, wish, wish->stored, err);
        choice->is_whole = false;
        return choice->frame != NULL && filter_rows(choice->frame->frame, wish->request->where,
            &choice->rows, &choice->n, err);
    }
    choice->frame = whole != NULL ? shared_frame_hold(whole)
        : stored_frame(cache, wish, wish->selected, err);
    return choice->frame != NULL;
}

static struct shared_frame *
select_rows(const struct frame_wish *wish, const struct frame_choice *choice)
{
    const struct frame *all = choice->frame->frame;
    struct frame *frame = frame_view(all, choice->rows, choice->n);
    struct shared_frame *shared;

    frame->rows_total = all->rows_total;
    frame->where = arena_strdup(frame->arena, wish->request->where);
    shared = share(frame, wish, wish->selected);
    shared->owner = shared_frame_hold(choice->frame);
    return shared;
}

struct shared_frame *
frames_look(const struct frame_wish *wish, struct shared_frame *all, const size_t *rows,
    size_t n)
{
    struct shared_frame *shared = borrow(all);

    set_objectives(shared, wish, rows, n);
    return shared;
}

struct shared_frame *
frames_settle(struct frame_cache *cache, const struct frame_wish *wish,
    const struct frame_choice *choice)
{
    struct shared_frame *rows = NULL, *shared;

    if (choice->is_whole && strcmp(choice->frame->question, wish->text) == 0)
        return shared_frame_hold(choice->frame);
    if (!choice->is_whole)
        rows = select_rows(wish, choice);
    shared = borrow(rows != NULL ? rows : choice->frame);
    shared_frame_drop(rows);
    free(shared->question);
    shared->question = mem_strndup(wish->text, wish->all);
    shared->selected_length = wish->selected;
    set_objectives(shared, wish, NULL, 0);
    cache_add(cache, shared);
    return shared;
}

void
frame_choice_release(struct frame_choice *choice)
{
    shared_frame_drop(choice->frame);
    free(choice->rows);
    *choice = (struct frame_choice){0};
}
