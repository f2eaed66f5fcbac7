/* request.c - one question, from store to result.
 *
 * Owns what a request means: which columns its objectives name, which rows its models
 * name, and what a lens is given. It keeps no frame and no result; the command line and
 * the explorer both come through here, so both answer alike.
 */
#include "session/request.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "session/records.h"
#include "store/derived.h"

/* --- lists of strings --- */

void
string_list_add(struct string_list *list, const char *text)
{
    ARRAY_RESERVE(list->items, list->count + 2, list->capacity);
    list->items[list->count++] = mem_strdup(text);
    list->items[list->count] = NULL;
}

void
string_list_clear(struct string_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct string_list){0};
}

static void
string_list_copy(struct string_list *to, const struct string_list *from)
{
    *to = (struct string_list){0};
    for (size_t i = 0; i < from->count; i++)
        string_list_add(to, from->items[i]);
}

/* --- the request itself --- */

void
request_init(struct request *request, const struct lens *lens)
{
    *request = (struct request){.lens = lens, .seed = 1};
    if (lens != NULL)
        request->values = lens_values_new(lens);
}

void
request_release(struct request *request)
{
    lens_values_free(request->values);
    string_list_clear(&request->objectives);
    string_list_clear(&request->models);
    string_list_clear(&request->missing);
    string_list_clear(&request->direction);
    string_list_clear(&request->derive);
    free(request->by);
    free(request->where);
    free(request->pick);
    free(request->mixed);
    *request = (struct request){0};
}

static void
copy_values(struct request *to, const struct request *from)
{
    struct lens_settings settings = lens_values_settings(from->values, from->seed);

    to->values = lens_values_new(from->lens);
    for (size_t i = 0; i < from->lens->n_options; i++) {
        bool taken = lens_values_set(to->values, from->lens->options[i].name,
            settings.values[i], NULL);

        assert(taken);
        (void)taken;
    }
}

void
request_copy(struct request *to, const struct request *from)
{
    *to = (struct request){.lens = from->lens, .seed = from->seed};
    if (from->values != NULL)
        copy_values(to, from);
    string_list_copy(&to->objectives, &from->objectives);
    string_list_copy(&to->models, &from->models);
    string_list_copy(&to->missing, &from->missing);
    string_list_copy(&to->direction, &from->direction);
    string_list_copy(&to->derive, &from->derive);
    to->by = mem_strdup(from->by);
    to->where = mem_strdup(from->where);
    to->pick = mem_strdup(from->pick);
    to->mixed = mem_strdup(from->mixed);
}

/* "max:mean(exact_match)" gives "exact_match", which the caller frees; else NULL. */
static char *
mean_metric(const char *objective)
{
    const char *open = strstr(objective, "mean(");
    size_t length = strlen(objective);

    if (open == NULL || (open != objective && open[-1] != ':') || objective[length - 1] != ')')
        return NULL;
    return mem_strndup(open + 5, length - (size_t)(open - objective) - 6);
}

/* Means that objectives ask for by name become measures of the frame. */
static bool
add_means(const struct request *request, struct frame *frame, struct error *err)
{
    bool added = true;

    for (size_t i = 0; i < request->objectives.count && added; i++) {
        size_t n;
        char **parts = text_split(request->objectives.items[i], ',', &n);

        for (size_t k = 0; k < n && added; k++) {
            char *metric = mean_metric(parts[k]);

            added = metric == NULL || frame_add_mean(frame, metric, err);
            free(metric);
        }
        text_split_free(parts, n);
    }
    return added;
}

static struct frame_query
query_of(const struct request *request)
{
    return (struct frame_query){
        .by = request->by,
        .where = request->where,
        .pick = request->pick,
        .missing = (const char *const *)request->missing.items,
        .n_missing = request->missing.count,
        .direction = (const char *const *)request->direction.items,
        .n_direction = request->direction.count,
        .derive = (const char *const *)request->derive.items,
        .n_derive = request->derive.count,
        .mixed = request->mixed,
    };
}

bool
request_frame(struct store *store, const struct request *request, struct frame **out,
    struct error *err)
{
    const struct frame_query query = query_of(request);

    if (!store_frame(store, &query, out, err))
        return false;
    if (add_means(request, *out, err))
        return true;
    frame_free(*out);
    *out = NULL;
    return false;
}

/* --- running a lens --- */

/* Items that were asked for before; NULL if there are none. Reading them takes long, and a lens
 * asks in several places. */
struct asked { const size_t *rows; char *measure; const struct frame *items; };

/* What a lens's callback for items needs, and what it has handed out. */
struct items_source {
    struct store *store;
    const struct request *request;
    bool filtered;                     /* points are not all that there are */
    const struct frame *points;
    const size_t *rows;                /* chosen */
    size_t n_rows;
    const size_t *all;                 /* rows of the points */
    struct frame **given;
    size_t n_given, capacity;
    struct asked *asked_for;           /* what was given for which measure */
    size_t n_asked, asked_capacity;
    struct frame *shapes[SHAPE_EPISODES + 1];     /* of other_shape, among those given */
    bool asked[SHAPE_EPISODES + 1];
};

static const struct frame *
items_of_rows(struct items_source *source, const size_t *rows, size_t n, const char *measure)
{
    struct frame *items = NULL;

    if (source->store == NULL)
        return NULL;
    for (size_t i = 0; i < source->n_asked; i++)
        if (source->asked_for[i].rows == rows &&
            strcmp(source->asked_for[i].measure, measure) == 0)
            return source->asked_for[i].items;
    if (!store_items(source->store, source->points, rows, n, measure, &items, NULL))
        return NULL;
    if (items != NULL)
        ARRAY_PUSH(source->given, source->n_given, source->capacity, items);
    ARRAY_PUSH(source->asked_for, source->n_asked, source->asked_capacity,
        ((struct asked){ rows, mem_strdup(measure), items }));
    return items;
}

static const struct frame *
items_of_measure(void *context, const char *measure)
{
    struct items_source *source = context;

    return items_of_rows(source, source->rows, source->n_rows, measure);
}

static const struct frame *
items_of_all(void *context, const char *measure)
{
    struct items_source *source = context;

    return items_of_rows(source, source->all, source->points->rows, measure);
}

/* Every record of the runs that the filter chose, by the directions and missing tokens of the
 * request and with its derived measures; without these where they cannot be computed for a
 * record alone. */
static bool
every_record(const struct items_source *source, struct frame **out)
{
    struct frame_query query = query_of(source->request);

    query.by = "row";
    query.where = source->points->where_of_records;
    query.pick = query.mixed = NULL;
    if (store_frame(source->store, &query, out, NULL))
        return true;
    query.n_derive = query.n_direction = 0;
    return store_frame(source->store, &query, out, NULL);
}

static const struct frame *
other_shape(void *context, enum frame_shape shape)
{
    struct items_source *source = context;
    struct frame *frame = NULL;
    bool done = false;

    if (shape == source->points->shape)
        return source->points;
    if (source->store == NULL || source->asked[shape])
        return source->shapes[shape];
    source->asked[shape] = true;
    if (shape == SHAPE_ROWS)
        done = every_record(source, &frame);
    else if (shape == SHAPE_SERIES)
        done = store_runtimes(source->store, &frame, NULL);
    else if (shape == SHAPE_REQUESTS)
        done = store_requests(source->store, &frame, NULL);
    if (!done || frame == NULL)
        return NULL;
    ARRAY_PUSH(source->given, source->n_given, source->capacity, frame);
    if (shape == SHAPE_ROWS && source->filtered) {
        frame = records_of_points(frame, source->points);
        ARRAY_PUSH(source->given, source->n_given, source->capacity, frame);
    }
    source->shapes[shape] = frame;
    return frame;
}

static void
items_source_release(struct items_source *source)
{
    for (size_t i = 0; i < source->n_given; i++)
        frame_free(source->given[i]);
    for (size_t i = 0; i < source->n_asked; i++)
        free(source->asked_for[i].measure);
    free(source->asked_for);
    free(source->given);
}

/* Adds the row of a name to those chosen; "A,B" is a list where no point is called so. */
static bool
add_row(const struct frame *frame, const char *typed, size_t *rows, size_t *n, struct error *err)
{
    const char *comma = strchr(typed, ',');
    int row = frame_find_row(frame, typed, err);

    if (row == FRAME_NONE && comma != NULL) {
        char *first = mem_strndup(typed, (size_t)(comma - typed));
        bool good;

        error_clear(err);
        good = add_row(frame, first, rows, n, err)
            && add_row(frame, comma + 1, rows, n, err);
        free(first);
        return good;
    }
    if (row == FRAME_NONE)
        return false;
    for (size_t i = 0; i < *n; i++)
        if (rows[i] == (size_t)row)
            return error_set(err, ERROR_REQUEST, "\"%s\" was named twice", frame->key[row]);
    rows[(*n)++] = (size_t)row;
    return true;
}

/* Rows that -m or the marks name. A lens that compares takes all points if no more are
 * there than it can take. */
static bool
rows_chosen(const struct request *request, const struct frame *frame, size_t **rows,
    size_t *n, struct error *err)
{
    const struct lens *lens = request->lens;

    *rows = mem_zalloc(frame->rows, sizeof **rows);     /* no row is chosen twice */
    *n = 0;
    for (size_t i = 0; i < request->models.count; i++)
        if (!add_row(frame, request->models.items[i], *rows, n, err))
            return false;
    if (*n == 0 && lens->min_chosen > 0)
        for (; *n < frame->rows; (*n)++)
            (*rows)[*n] = *n;
    if (*n < lens->min_chosen || (lens->max_chosen > 0 && *n > lens->max_chosen)) {
        if (lens->min_chosen == 0)
            error_set(err, ERROR_REQUEST, "%s takes at most %zu points, not %zu", lens->name,
                lens->max_chosen, *n);
        else
            error_set(err, ERROR_REQUEST, "%s takes %zu to %zu points, not %zu", lens->name,
                lens->min_chosen, lens->max_chosen, *n);
        return error_hint(err, "name them with -m NAME, or leave others out with --where");
    }
    return true;
}

/* A lens that takes none gets those that were named, to know their directions; one that can do
 * without is run without where there is no pair to choose. */
static bool
objectives_for_lens(const struct request *request, const struct frame *frame,
    struct objective *objectives, size_t *n, struct error *err)
{
    const struct lens *lens = request->lens;

    if (lens->max_objectives == 0 && request->objectives.count == 0) {
        *n = 0;
        return true;
    }
    if (!request_objectives(request, frame, objectives, n, NULL, err)) {
        if (request->objectives.count > 0 || lens->min_objectives > 0)
            return false;
        *n = 0;
        error_clear(err);
    }
    if (*n < lens->min_objectives || (lens->max_objectives > 0 && *n > lens->max_objectives))
        return error_set(err, ERROR_REQUEST, "%s takes %zu to %zu objectives, not %zu",
            lens->name, lens->min_objectives, lens->max_objectives, *n);
    return true;
}

enum { OBJECTIVES_ROOM = 16 };

bool
request_run(struct store *store, const struct request *request, const struct frame *frame,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct objective objectives[OBJECTIVES_ROOM];
    size_t n_objectives = OBJECTIVES_ROOM, n_chosen = 0;
    size_t *chosen = NULL;
    struct items_source source = {.store = store, .request = request, .points = frame,
        .filtered = request->where != NULL};
    bool done = objectives_for_lens(request, frame, objectives, &n_objectives, err) &&
        rows_chosen(request, frame, &chosen, &n_chosen, err);

    if (done) {
        const struct lens_settings settings =
            lens_values_settings(request->values, request->seed);
        const struct lens_bundle bundle = {
            .points = frame,
            .objectives = objectives, .n_objectives = n_objectives,
            .chosen = chosen, .n_chosen = n_chosen,
            .items = items_of_measure, .items_of_all = items_of_all,
            .other = other_shape, .context = &source,
        };
        size_t *all = mem_zalloc(frame->rows, sizeof *all);

        for (size_t row = 0; row < frame->rows; row++)
            all[row] = row;
        source.all = all;
        source.rows = n_chosen > 0 ? chosen : all;
        source.n_rows = n_chosen > 0 ? n_chosen : frame->rows;
        done = request->lens->run(&bundle, &settings, progress, out, err);
        free(all);
    }
    items_source_release(&source);
    free(chosen);
    if (!done && err != NULL && err->kind == ERROR_REQUEST)
        request_left_none(frame, err);
    return done;
}

bool
request_glance(const struct request *request, const struct frame *frame, const size_t *rows,
    size_t n_rows, const struct lens_progress *progress)
{
    const struct lens *lens = request->lens;
    struct objective objectives[OBJECTIVES_ROOM];
    size_t n = OBJECTIVES_ROOM;
    struct error none;
    bool known = lens != NULL && lens->glance != NULL && (rows != NULL
        ? request_objectives_among(request, frame, rows, n_rows, objectives, &n, &none)
        : request_objectives(request, frame, objectives, &n, NULL, &none));

    if (known && n >= lens->min_objectives && n <= lens->max_objectives) {
        const struct lens_settings settings =
            lens_values_settings(request->values, request->seed);
        const struct lens_bundle bundle = { .points = frame, .objectives = objectives,
            .n_objectives = n, .rows = rows, .n_rows = n_rows,
            .where = rows != NULL ? request->where : NULL };

        return lens->glance(&bundle, &settings, progress);
    }
    return false;
}

/* --- as a command line --- */

static void
add_word(struct strbuf *out, const char *word)
{
    if (out->length > 0)
        strbuf_putc(out, ' ');
    text_shell_word(out, word);
}

static void
add_option(struct strbuf *out, const char *option, const char *value)
{
    if (value == NULL)
        return;
    add_word(out, option);
    add_word(out, value);
}

static void
add_list(struct strbuf *out, const char *option, const struct string_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        add_option(out, option, list->items[i]);
}

/* A name that would be read as an option, or as standard input, is given as a path. */
static void
add_file(struct strbuf *out, const char *file)
{
    char *path = mem_printf("%s%s", file[0] == '-' && file[1] != '\0' ? "./" : "", file);

    add_word(out, path);
    free(path);
}

static void
add_lens_options(struct strbuf *out, const struct request *request)
{
    const struct lens *lens = request->lens;
    struct lens_settings settings = lens_values_settings(request->values, request->seed);

    for (size_t i = 0; i < lens->n_options; i++) {
        const struct lens_option *option = &lens->options[i];
        struct strbuf word;

        if (strcmp(settings.values[i], option->fallback) == 0)
            continue;
        strbuf_init(&word);
        strbuf_printf(&word, "--%s=%s", option->name, settings.values[i]);
        for (char *at = word.data; *at != '=' && *at != '\0'; at++)
            if (*at == '_')
                *at = '-';
        add_word(out, word.data);
        strbuf_release(&word);
    }
}

void
request_command_line(const struct request *request, const char *const *files, size_t n,
    const char *database, struct strbuf *out)
{
    strbuf_clear(out);
    add_word(out, "paretop");
    add_word(out, request->lens->name);
    add_option(out, "-d", database);
    for (size_t i = 0; i < n; i++)
        add_file(out, files[i]);
    add_list(out, "-o", &request->objectives);
    add_list(out, "-m", &request->models);
    add_option(out, "--by", request->by);
    add_option(out, "--where", request->where);
    add_option(out, "--pick", request->pick);
    add_list(out, "--missing", &request->missing);
    add_list(out, "--direction", &request->direction);
    add_list(out, "--derive", &request->derive);
    add_option(out, "--mixed", request->mixed);
    add_lens_options(out, request);
    if (request->seed != 1) {
        char *seed = mem_printf("%" PRIu64, request->seed);

        add_option(out, "--seed", seed);
        free(seed);
    }
}

char *
request_bundled_series(const struct lens *lens, size_t which)
{
    static const char *const names[BUNDLED_SERIES] = { "ten-models/runtimes.csv",
        "ten-models/api-runtimes.csv" };

    for (size_t i = 0; lens != NULL && i < lens->n_inputs; i++)
        if (lens->inputs[i].shape == SHAPE_SERIES)
            return path_data(names[which]);
    return NULL;
}
