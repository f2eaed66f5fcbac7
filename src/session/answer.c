/* answer.c - key indices, shared frames and answers, and the text of a question. */
#include "session/answer.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

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
    *index = (struct key_index){keys, mem_zalloc(n, sizeof *index->slots), n, rows};
    for (size_t row = 0; row < rows; row++) {
        size_t at = hash(keys[row]) & (n - 1);

        while (index->slots[at] != 0 && strcmp(keys[index->slots[at] - 1], keys[row]) != 0)
            at = (at + 1) & (n - 1);
        if (index->slots[at] == 0)
            index->slots[at] = row + 1;
    }
}

void
key_index_release(struct key_index *index)
{
    free(index->slots);
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

/* --- answers --- */

struct answer *
answer_hold(struct answer *answer)
{
    if (answer != NULL)
        answer->users++;
    return answer;
}

void
answer_drop(struct answer *answer)
{
    if (answer == NULL || --answer->users > 0)
        return;
    if (answer->rows != NULL)
        for (size_t i = 0; i < answer->result->n_tables; i++)
            key_index_release(&answer->rows[i]);
    free(answer->rows);
    result_free(answer->result);
    for (size_t i = 0; i < answer->n_parts; i++)
        result_free(answer->parts[i]);
    free(answer->parts);
    shared_frame_drop(answer->frame);
    free(answer->question);
    free(answer);
}

long
answer_row(const struct answer *answer, size_t table, const char *key)
{
    return answer->rows != NULL ? key_index_row(&answer->rows[table], key) : -1;
}

void
answer_index(struct answer *answer)
{
    const struct result *result = answer->result;

    answer->rows = mem_zalloc(result->n_tables, sizeof *answer->rows);
    for (size_t i = 0; i < result->n_tables; i++)
        if (result->tables[i].key != NULL)
            key_index_build(&answer->rows[i], result->tables[i].key, result->tables[i].rows);
}

/* --- frames, shared between threads --- */

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
    key_index_release(&frame->index);
    frame_free(frame->frame);
    free(frame->question);
    free(frame->said);
    free(frame);
}

/* --- questions --- */

static void
add_part(struct strbuf *out, const char *name, const char *value)
{
    strbuf_printf(out, "%s=%s\n", name, value != NULL ? value : "");
}

static void
add_parts(struct strbuf *out, const char *name, const struct string_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        add_part(out, name, list->items[i]);
}

void
question_frame(const struct state *state, unsigned generation, struct strbuf *out)
{
    strbuf_printf(out, "generation=%u\n", generation);
    add_part(out, "by", state->by);
    add_part(out, "where", state->where);
    add_part(out, "pick", state->pick);
    add_part(out, "mixed", state->mixed);
    add_parts(out, "missing", &state->missing);
    add_parts(out, "direction", &state->direction);
    add_parts(out, "derive", &state->derive);
    add_parts(out, "alias", &state->aliases);
    for (size_t i = 0; i < state->n_kept; i++)
        strbuf_printf(out, "kept=%p\n", (const void *)state->kept[i]);
    add_parts(out, "objective", &state->objectives);
}

void
question_lens(const struct state *state, const struct lens *lens, struct strbuf *out)
{
    size_t length = strlen(lens->name);

    add_part(out, "lens", lens->name);
    strbuf_printf(out, "seed=%" PRIu64 "\n", state->seed);
    for (size_t i = 0; i < state->settings.count; i++)
        if (strncmp(state->settings.items[i], lens->name, length) == 0
            && state->settings.items[i][length] == '.')
            add_part(out, "set", state->settings.items[i]);
    if (lens->max_chosen > 0)
        add_parts(out, "mark", &state->marks);
}
