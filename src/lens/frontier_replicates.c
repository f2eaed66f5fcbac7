/* frontier_replicates.c - what else the replicates say: who dominates whom, and how many are on
 * the frontier at once.
 */
#include "lens/frontier_work.h"

#include "lens/lens_parts.h"

void
frontier_pairs_table(const struct frontier_work *work, struct result *result)
{
    struct result_column *a, *b, *p;
    struct result_table *table;
    size_t m = 0, n = work->n;

    if (work->p_pair == NULL)
        return;
    for (size_t i = 0; i < n * n; i++)
        m += work->p_pair[i] > 0;
    table = result_add_table(result, "pairs", m);
    a = parts_text(result, table, "a", NULL);
    b = parts_text(result, table, "b", NULL);
    p = parts_number(result, table, "p_dominates", "P(a dominates b)", NULL);
    for (size_t i = 0, at = 0; i < n * n; i++) {
        if (!(work->p_pair[i] > 0))
            continue;
        a->text[at] = arena_strdup(work->arena, work->frame->key[work->row[i / n]]);
        b->text[at] = arena_strdup(work->arena, work->frame->key[work->row[i % n]]);
        column_numbers(p)[at++] = work->p_pair[i];
    }
}

void
frontier_sizes_table(const struct frontier_work *work, struct result *result)
{
    struct result_column *size, *share;
    struct result_table *table;
    size_t m = 0;

    if (work->size == NULL)
        return;
    for (size_t i = 0; i <= work->n; i++)
        m += work->size[i] > 0;
    table = result_add_table(result, "sizes", m);
    table->title = "how many points the frontiers of the replicates have";
    size = parts_integer(result, table, "on_frontier", "on frontier");
    share = parts_number(result, table, "share", "of replicates", NULL);
    for (size_t i = 0, at = 0; i <= work->n; i++)
        if (work->size[i] > 0) {
            column_numbers(size)[at] = (double)i;
            column_numbers(share)[at++] = work->size[i];
        }
}
