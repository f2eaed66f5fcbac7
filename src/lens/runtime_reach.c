/* runtime_reach.c - tables that are read for prompts beyond the sizes that were timed: (2) scales
 * the last or the first entry there, which is no measurement any more, so it is said of whom and
 * of which size.
 */
#include "lens/runtime_work.h"

#include <math.h>

#include "base/memory.h"
#include "base/text.h"

static const char *const figure[N_ESTIMATES] = { "idealized", "denoised", "second" };

/* Where a point's prompts leave a table that its figure was read off. */
struct left { double size /* scaled from; NaN: they do not */; bool above; };

static struct left
left_of(const struct runtime_work *work, size_t row, size_t which)
{
    const struct runtime_point *point = &work->points[row];
    const struct machine *machine = which == MACHINE_IDEALIZED ? point->reference
        : which == MACHINE_DENOISED ? point->api : point->second;
    const struct runtime_table *table = machine != NULL ? &machine->table : NULL;

    if (table == NULL || table->n == 0 || !point->is_read[which])
        return (struct left){ (double)NAN, false };
    if (point->most > table->prompt[table->n - 1])
        return (struct left){ table->prompt[table->n - 1], true };
    return (struct left){ point->least > 0 && point->least < table->prompt[0]
        ? table->prompt[0] : (double)NAN, false };
}

static bool
leaves_at(const struct runtime_work *work, size_t row, size_t which, const struct left *at)
{
    struct left left = left_of(work, row, which);

    return left.size == at->size && left.above == at->above;
}

const char *
runtime_reach(const struct runtime_work *work, size_t row)
{
    const char *said = NULL;

    for (size_t which = 0; which < N_ESTIMATES; which++) {
        struct left left = left_of(work, row, which);

        if (!isnan(left.size))
            said = arena_printf(work->arena, "%s%s%s %s %g", said != NULL ? said : "",
                said != NULL ? ", " : "", figure[which], left.above ? "above" : "below",
                left.size);
    }
    return said;
}

static void
put_group(struct strbuf *out, const struct runtime_work *work, size_t which,
    const struct left *left)
{
    enum { MOST_NAMED = 3 };
    size_t n = 0, named = 0;

    for (size_t row = 0; row < work->frame->rows; row++)
        n += leaves_at(work, row, which, left);
    strbuf_printf(out, "%s%s %s %g tokens (", out->length > 0 ? ", " : "", figure[which],
        left->above ? "above" : "below", left->size);
    for (size_t row = 0; row < work->frame->rows && n <= MOST_NAMED; row++)
        if (leaves_at(work, row, which, left))
            strbuf_printf(out, "%s%s", named++ > 0 ? ", " : "", work->frame->label[row]);
    if (n > MOST_NAMED)
        strbuf_printf(out, "%zu %s", n, parts_noun(work->frame, n));
    strbuf_puts(out, ")");
}

/* Whether an earlier row leaves its table at the same size. */
static bool
is_said(const struct runtime_work *work, size_t row, size_t which, const struct left *left)
{
    for (size_t i = 0; i < row; i++)
        if (leaves_at(work, i, which, left))
            return true;
    return false;
}

void
runtime_note_reach(const struct runtime_work *work)
{
    struct strbuf out;

    strbuf_init(&out);
    for (size_t which = 0; which < N_ESTIMATES; which++)
        for (size_t row = 0; row < work->frame->rows; row++) {
            struct left left = left_of(work, row, which);

            if (!isnan(left.size) && !is_said(work, row, which, &left))
                put_group(&out, work, which, &left);
        }
    if (out.length > 0)
        result_note(work->result, "prompts beyond the sizes that were timed are extrapolated in "
            "proportion: %s", out.data);
    strbuf_release(&out);
}
