/* answer.c - answers and their indices, and the text of a question. */
#include "session/answer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Below this, looking at every row or mark costs nothing that is felt. */
enum { ANSWER_LARGE = 20000 };

/* --- answers --- */

struct answer *
answer_hold(struct answer *answer)
{
    if (answer != NULL)
        answer->users++;
    return answer;
}

static void
table_release(struct answer_table *table)
{
    key_index_release(&table->rows);
    free(table->measures[0]);
    free(table->measures[1]);
    free(table->own_order);
    free(table->position);
}

void
answer_drop(struct answer *answer)
{
    if (answer == NULL || --answer->users > 0)
        return;
    for (size_t i = 0; answer->tables != NULL && i < answer->result->n_tables; i++)
        table_release(&answer->tables[i]);
    for (size_t i = 0; answer->marks != NULL && i < answer->result->n_charts; i++)
        key_index_release(&answer->marks[i]);
    free(answer->tables);
    free(answer->marks);
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
    return answer->tables != NULL ? key_index_row(&answer->tables[table].rows, key) : -1;
}

long
answer_mark(const struct answer *answer, size_t chart, const char *key)
{
    const struct chart *of = &answer->result->charts[chart];

    if (key == NULL || (answer->marks != NULL && answer->marks[chart].n_slots > 0))
        return key != NULL ? key_index_row(&answer->marks[chart], key) : -1;
    for (size_t i = 0; i < of->n_marks; i++)
        if (of->marks[i].key != NULL && strcmp(of->marks[i].key, key) == 0)
            return (long)i;
    return -1;
}

static void
prepare_large(struct answer_table *prepared, const struct result_table *table)
{
    prepared->is_large = true;
    for (int ascii = 0; ascii < 2; ascii++) {
        prepared->measures[ascii] = mem_alloc(table->n_columns
            * sizeof *prepared->measures[ascii]);
        grid_measure(table, ascii != 0, prepared->measures[ascii]);
    }
    if (table->display == NULL) {
        prepared->own_order = mem_alloc(table->rows * sizeof *prepared->own_order);
        for (size_t row = 0; row < table->rows; row++)
            prepared->own_order[row] = row;
    }
    prepared->order = table->display != NULL ? table->display : prepared->own_order;
    prepared->position = mem_alloc(table->rows * sizeof *prepared->position);
    for (size_t i = 0; i < table->rows; i++)
        prepared->position[prepared->order[i]] = i;
}

static void
index_marks(struct key_index *index, const struct chart *chart)
{
    const char **keys = mem_alloc(chart->n_marks * sizeof *keys);

    for (size_t i = 0; i < chart->n_marks; i++)
        keys[i] = chart->marks[i].key != NULL ? chart->marks[i].key : "";
    key_index_build(index, keys, chart->n_marks);
    index->own_keys = keys;
}

void
answer_index(struct answer *answer)
{
    struct result *result = answer->result;

    answer->tables = mem_zalloc(result->n_tables, sizeof *answer->tables);
    answer->marks = mem_zalloc(result->n_charts, sizeof *answer->marks);
    for (size_t i = 0; i < result->n_tables; i++) {
        const struct result_table *table = &result->tables[i];

        if (table->key != NULL)
            key_index_build(&answer->tables[i].rows, table->key, table->rows);
        if (table->rows >= ANSWER_LARGE)
            prepare_large(&answer->tables[i], table);
    }
    for (size_t i = 0; i < result->n_charts; i++)
        if (result->charts[i].n_marks >= ANSWER_LARGE) {
            chart_make_arrays(result, &result->charts[i]);
            index_marks(&answer->marks[i], &result->charts[i]);
        }
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

/* A mean is a measure that the frame gets because an objective asks for it. */
static void
add_means(struct strbuf *out, const struct string_list *objectives)
{
    for (size_t i = 0; i < objectives->count; i++)
        if (strstr(objectives->items[i], "mean(") != NULL)
            add_part(out, "mean", objectives->items[i]);
}

void
question_frame(const struct state *state, unsigned generation, struct question *out)
{
    struct strbuf *text = &out->text;

    strbuf_printf(text, "generation=%u\n", generation);
    add_part(text, "by", state->by);
    add_part(text, "pick", state->pick);
    add_part(text, "mixed", state->mixed);
    add_parts(text, "missing", &state->missing);
    add_parts(text, "direction", &state->direction);
    add_parts(text, "derive", &state->derive);
    add_parts(text, "alias", &state->aliases);
    add_means(text, &state->objectives);
    for (size_t i = 0; i < state->n_kept; i++)
        strbuf_printf(text, "kept=%p\n", (const void *)state->kept[i]);
    out->stored = text->length;
    if (state->where != NULL)
        add_part(text, "where", state->where);
    out->selected = text->length;
    strbuf_puts(text, "objectives:\n");
    add_parts(text, "objective", &state->objectives);
    out->all = text->length;
}

void
question_lens(const struct state *state, const struct lens *lens, struct question *out)
{
    struct strbuf *text = &out->text;
    size_t length = strlen(lens->name);

    add_part(text, "lens", lens->name);
    strbuf_printf(text, "seed=%" PRIu64 "\n", state->seed);
    for (size_t i = 0; i < state->settings.count; i++)
        if (strncmp(state->settings.items[i], lens->name, length) == 0
            && state->settings.items[i][length] == '.')
            add_part(text, "set", state->settings.items[i]);
    if (lens->max_chosen > 0)
        add_parts(text, "mark", &state->marks);
}
