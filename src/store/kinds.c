/* kinds.c - whether models of one kind of file meet those of another: results of evaluations
 * and of serving benchmarks, two tables of different headers.
 *
 * Where none does, names are probably written in two ways, and every answer about both is
 * empty; so that is said, with the names that come nearest.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "store/observe.h"

/* A kind of file that names models: its first source, and how many there are. */
struct kind { uint32_t first; size_t sources; };

struct kinds {
    struct kind *items; size_t n, capacity;
    size_t *of;                    /* of each source; SIZE_MAX: it names no model */
};

enum { NAMED_KINDS = 3, NEAREST = 3, LEAST_NEAR = 40, MANY_MODELS = 5000 };

static bool
names_models(const struct observations *obs, const struct observed_source *source)
{
    for (size_t r = source->first_row; r < source->first_row + source->n_rows; r++)
        if (obs->rows[r].model != NO_MODEL)
            return true;
    return false;
}

static void
find_kinds(struct kinds *kinds, const struct observations *obs)
{
    struct name_index index;

    name_index_init(&index);
    kinds->of = mem_alloc(obs->n_sources * sizeof *kinds->of);
    for (uint32_t s = 0; s < obs->n_sources; s++) {
        const char *kind = obs->sources[s].kind;
        bool fresh;

        kinds->of[s] = SIZE_MAX;
        if (!names_models(obs, &obs->sources[s]))
            continue;
        kinds->of[s] = name_index_add(&index, kind, strlen(kind), &fresh);
        if (fresh)
            ARRAY_PUSH(kinds->items, kinds->n, kinds->capacity, ((struct kind){ s, 0 }));
        kinds->items[kinds->of[s]].sources++;
    }
    name_index_release(&index);
}

/* Whether some model stands in files of two kinds, though no point need have values of both: the
 * results of a harness overrule the scores of its samples. */
static bool
models_meet(const struct kinds *kinds, const struct observations *obs)
{
    size_t *kind = mem_alloc((obs->models.n + 1) * sizeof *kind);
    bool meet = false;

    memset(kind, 0xff, (obs->models.n + 1) * sizeof *kind);
    for (size_t r = 0; r < obs->n_rows && !meet; r++) {
        size_t own = kinds->of[obs->rows[r].source];

        if (obs->rows[r].model == NO_MODEL || own == SIZE_MAX)
            continue;
        meet = kind[obs->rows[r].model] != SIZE_MAX && kind[obs->rows[r].model] != own;
        kind[obs->rows[r].model] = own;
    }
    free(kind);
    return meet;
}

/* Whether a point has values of two kinds. */
static bool
any_meet(const struct kinds *kinds, const struct frame *frame)
{
    for (size_t p = 0; p < frame->rows; p++) {
        size_t met = SIZE_MAX;

        for (size_t c = 0; c < frame->n_columns; c++) {
            const struct origin *origin = frame->columns[c].origin;
            size_t kind = origin == NULL || origin[p].source >= frame->n_sources ? SIZE_MAX
                : kinds->of[origin[p].source];

            if (kind != SIZE_MAX && met != SIZE_MAX && kind != met)
                return true;
            met = kind != SIZE_MAX ? kind : met;
        }
    }
    return false;
}

/* How long the folder is that all files of a kind lie in, its slash included. */
static size_t
common_folder(const struct kinds *kinds, size_t kind, const struct observations *obs)
{
    const char *first = obs->sources[kinds->items[kind].first].name, *slash = strrchr(first, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - first) + 1;

    for (uint32_t s = 0; s < obs->n_sources && length > 0; s++)
        while (kinds->of[s] == kind && length > 0
            && strncmp(obs->sources[s].name, first, length) != 0)
            for (length--; length > 0 && first[length - 1] != '/';)
                length--;
    return length;
}

/* Whether another kind of files lies in a folder of the same name. */
static bool
shares_folder(const struct kinds *kinds, size_t kind, const struct observations *obs)
{
    const char *first = obs->sources[kinds->items[kind].first].name;
    size_t length = common_folder(kinds, kind, obs);

    for (size_t k = 0; k < kinds->n; k++)
        if (k != kind && kinds->items[k].sources > 1 && common_folder(kinds, k, obs) == length
            && strncmp(obs->sources[kinds->items[k].first].name, first, length) == 0)
            return true;
    return false;
}

static void
say_kind(const struct kinds *kinds, size_t kind, const struct observations *obs,
    struct strbuf *out)
{
    const struct observed_source *first = &obs->sources[kinds->items[kind].first];
    size_t folder = common_folder(kinds, kind, obs);

    if (kinds->items[kind].sources > 1 && folder > 0 && !shares_folder(kinds, kind, obs))
        strbuf_add(out, first->name, folder);
    else
        strbuf_puts(out, first->name);
    if (kinds->items[kind].sources > 1 && (folder == 0 || shares_folder(kinds, kind, obs)))
        strbuf_printf(out, " with %zu more like it", kinds->items[kind].sources - 1);
}

static void
say_apart(const struct kinds *kinds, const struct observations *obs, struct strbuf *out)
{
    strbuf_puts(out, kinds->n == 2 ? "no model occurs in both " : "no model occurs in two of ");
    for (size_t k = 0; k < kinds->n && k < NAMED_KINDS; k++) {
        if (k > 0)
            strbuf_puts(out, k + 1 == kinds->n ? " and " : ", ");
        say_kind(kinds, k, obs, out);
    }
    if (kinds->n > NAMED_KINDS)
        strbuf_printf(out, " and %zu other kind%s of files", kinds->n - NAMED_KINDS,
            kinds->n - NAMED_KINDS == 1 ? "" : "s");
}

static void
say_nearest(struct store *store, const struct observations *obs, struct strbuf *out)
{
    struct frame *near = obs->models.n > MANY_MODELS ? NULL
        : suggestions_frame(store, LEAST_NEAR, NULL);
    size_t n = near == NULL ? 0 : near->rows;

    for (size_t i = 0; i < n && i < NEAREST; i++)
        strbuf_printf(out, "%s\"%s\" and \"%s\"", i == 0 ? "; nearest names: " : ", ",
            near->columns[0].text[i], near->columns[1].text[i]);
    frame_free(near);
    strbuf_puts(out, store->temporary ? "; :alias RAW=MODEL joins names in the explorer; or "
        : "; ");
    store_say_command(store, "alias", out);
    strbuf_puts(out, store->temporary ? " RAW=MODEL joins them there"
        : " RAW=MODEL, or :alias, joins names");
}

void
kinds_note(struct store *store, const struct observations *obs, struct frame *frame)
{
    struct kinds kinds = { NULL, 0, 0, NULL };
    struct strbuf text;

    if (obs->n_sources < 2)
        return;
    find_kinds(&kinds, obs);
    if (kinds.n > 1 && !any_meet(&kinds, frame) && !models_meet(&kinds, obs)) {
        strbuf_init(&text);
        say_apart(&kinds, obs, &text);
        say_nearest(store, obs, &text);
        frame->apart = arena_strdup(frame->arena, text.data);
        frame_note(frame, "%s", frame->apart);
        strbuf_release(&text);
    }
    free(kinds.items);
    free(kinds.of);
}
