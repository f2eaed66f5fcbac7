/* jobs.c - what the worker does on the store for the session: load, list, ask SQL, decide.
 *
 * Everything here but the done functions runs on the worker's thread and sees only what the
 * job carries and the worker's desk.
 */
#include "session/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

/* --- the desk's cache of frames --- */

static void
cache_release(void *context)
{
    frame_cache_clear(context);
    free(context);
}

struct frame_cache *
desk_cache(struct worker_desk *desk)
{
    if (desk->cache == NULL) {
        desk->cache = mem_zalloc(1, sizeof(struct frame_cache));
        desk->cache_release = cache_release;
    }
    return desk->cache;
}

/* --- loading --- */

struct load_job {
    struct job head;
    struct load_order order;
    char **paths;
    char *database, *format;
    struct string_list map, set;
    struct import_summary summary;
    struct worker_desk *desk;
    double began;                 /* clock_seconds */
    bool holds_something;         /* the store, though the import did not end well */
};

static bool
load_progress(void *context, const struct import_progress *progress)
{
    struct load_job *job = context;

    return job_report_import(job->desk, &job->head, job->began, progress);
}

static bool
store_holds_something(struct store *store)
{
    struct frame *sources;
    bool any;

    if (!store_list(store, LIST_SOURCES, &sources, NULL))
        return false;
    any = sources->rows > 0;
    frame_free(sources);
    return any;
}

static void
desk_take(struct worker_desk *desk, struct store *store, const char *database, bool writable)
{
    struct store *old = desk->store;

    worker_set_store(desk, store);
    store_close(old);
    string_assign(&desk->database, database);
    desk->writable = writable;
}

static bool
open_store(struct load_job *job, struct worker_desk *desk, struct error *err)
{
    bool write = job->database == NULL || job->order.n_paths > 0;
    struct store *store;

    if (desk->store != NULL && !job->order.reopen)
        return true;
    if (!store_open(&store, job->database, write ? STORE_WRITE : STORE_READ, err))
        return false;
    desk_take(desk, store, job->database, write);
    return true;
}

static bool
load_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct load_job *job = (struct load_job *)head;
    struct import_options options = {
        .format = job->format, .lenient = job->order.lenient,
        .limits = job->order.limits,
        .map = (const char *const *)job->map.items, .n_map = job->map.count,
        .set = (const char *const *)job->set.items, .n_set = job->set.count,
        .progress = load_progress, .context = head,
    };
    bool done;

    job->desk = desk;
    job->began = clock_seconds();
    if (!open_store(job, desk, err))
        return false;
    frame_cache_clear(desk_cache(desk));
    if (job->order.n_paths == 0)
        return true;
    done = store_import(desk->store, (const char *const *)job->paths, job->order.n_paths,
        &options, &job->summary, err);
    job->holds_something = !done && store_holds_something(desk->store);
    return done;
}

static void
load_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    struct load_job *job = (struct load_job *)head;

    session_take_load(owner, &(struct load_outcome){
        .ok = ok, .err = err, .summary = &job->summary, .n_paths = job->order.n_paths,
        .cancelled = !ok && atomic_load(&head->cancelled),
        .holds_something = job->holds_something});
}

static void
load_release(struct job *head)
{
    struct load_job *job = (struct load_job *)head;

    import_summary_release(&job->summary);
    for (size_t i = 0; i < job->order.n_paths; i++)
        free(job->paths[i]);
    free(job->paths);
    string_list_clear(&job->map);
    string_list_clear(&job->set);
    free(job->database);
    free(job->format);
    free(job);
}

void
post_load(struct worker *worker, const struct load_order *order)
{
    static const struct job_type type = {"loading", load_run, load_done, NULL, load_release,
        LANE_STORE};
    struct load_job *job = mem_zalloc(1, sizeof *job);

    job->head.type = &type;
    job->head.slot = SLOT_NONE;
    job->order = *order;
    job->database = mem_strdup(order->database);
    job->format = mem_strdup(order->format);
    list_copy(&job->map, order->map);
    list_copy(&job->set, order->set);
    job->paths = mem_zalloc(order->n_paths, sizeof *job->paths);
    for (size_t i = 0; i < order->n_paths; i++)
        job->paths[i] = mem_strdup(order->paths[i]);
    worker_post(worker, &job->head);
}

/* --- lists and SQL --- */

struct table_job {
    struct job head;
    enum page page;
    char *text;               /* the question, or the SQL statement */
    struct answer *answer;
};

static const struct { enum page page; enum store_list list; const char *name, *title; }
lists[] = {
    {PAGE_DATA, LIST_MEASURES, "measures", "measures"},
    {PAGE_DATA, LIST_SOURCES, "sources", "sources"},
    {PAGE_DATA, LIST_WARNINGS, "warnings", "warnings"},
    {PAGE_DATA, LIST_MODELS, "models", "models"},
    {PAGE_DATA, LIST_ALIASES, "aliases", "names"},
    {PAGE_DATA, LIST_RUNS, "runs", "runs"},
    {PAGE_NAMES, LIST_SUGGESTIONS, "suggestions", "may be one model"},
    {PAGE_NAMES, LIST_UNMATCHED, "unmatched", "in one file only"},
    {PAGE_NAMES, LIST_ALIASES, "names", "all names"},
};

static struct answer *
empty_answer(const char *question, const char *lens)
{
    struct answer *answer = mem_zalloc(1, sizeof *answer);

    answer->users = 1;
    answer->question = mem_strdup(question);
    answer->result = result_new(lens);
    answer->result->final = true;
    return answer;
}

/* The part lives as long as the answer; its table is shown among the answer's own. */
static void
add_part(struct answer *answer, struct result *part, const char *name, const char *title)
{
    struct result *result = answer->result;
    struct result_table *table = result_add_table(result, name, 0);

    *table = part->tables[0];
    table->name = name;
    table->title = title;
    answer->parts = mem_resize(answer->parts, answer->n_parts + 1, sizeof *answer->parts);
    answer->parts[answer->n_parts++] = part;
}

static const char *
lists_title(const struct table_job *job)
{
    const struct result *result = job->answer->result;

    if (job->page == PAGE_DATA)
        return "what was loaded";
    return arena_printf(result->arena, "names · %zu suggestion%s · %zu unmatched",
        result->tables[0].rows, result->tables[0].rows == 1 ? "" : "s",
        result->tables[1].rows);
}

static bool
lists_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct table_job *job = (struct table_job *)head;

    job->answer = empty_answer(job->text, page_name(job->page));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct frame *frame;

        if (lists[i].page != job->page)
            continue;
        if (!store_list(desk->store, lists[i].list, &frame, err))
            return false;
        add_part(job->answer, result_from_frame(frame, "data", lists[i].title),
            lists[i].name, lists[i].title);
        frame_free(frame);
    }
    job->answer->result->title = lists_title(job);
    answer_index(job->answer);
    return true;
}

static bool
sql_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct table_job *job = (struct table_job *)head;
    struct frame *frame;

    if (!store_sql(desk->store, job->text, &frame, err))
        return false;
    job->answer = empty_answer(job->text, "sql");
    add_part(job->answer, result_from_frame(frame, "sql", job->text), "sql", "answer");
    frame_free(frame);
    job->answer->result->title = arena_strdup(job->answer->result->arena, job->text);
    answer_index(job->answer);
    return true;
}

static void
table_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    struct table_job *job = (struct table_job *)head;
    struct answer *answer = job->answer;

    job->answer = NULL;
    if (answer == NULL)
        answer = empty_answer(job->text, page_name(job->page));
    if (!ok)
        answer->error = *err;
    session_take_answer(owner, job->page, answer, NULL);
}

static void
table_release(struct job *head)
{
    struct table_job *job = (struct table_job *)head;

    answer_drop(job->answer);
    free(job->text);
    free(job);
}

static void
post_table(struct worker *worker, const struct job_type *type, enum page page, const char *text)
{
    struct table_job *job = mem_zalloc(1, sizeof *job);

    job->head.type = type;
    job->head.slot = (int)page;
    job->page = page;
    job->text = mem_strdup(text);
    worker_post(worker, &job->head);
}

void
post_lists(struct worker *worker, enum page page, const char *question)
{
    static const struct job_type type = {"listing", lists_run, table_done, NULL,
        table_release, LANE_STORE};

    post_table(worker, &type, page, question);
}

void
post_sql(struct worker *worker, const char *statement)
{
    static const struct job_type type = {"asking", sql_run, table_done, NULL, table_release,
        LANE_STORE};

    post_table(worker, &type, PAGE_SQL, statement);
}

/* --- decisions and saving --- */

struct store_job {
    struct job head;
    enum store_order order;
    char *name, *value, *what;
};

static enum direction
direction_of(const char *word)
{
    if (word == NULL)
        return DIRECTION_UNKNOWN;
    return strcmp(word, "max") == 0 ? DIRECTION_MAX : DIRECTION_MIN;
}

/* Databases open read-only until something changes (contract 10). */
static bool
make_writable(struct worker_desk *desk, struct error *err)
{
    struct store *store;
    char *database;

    if (desk->writable)
        return true;
    if (!store_open(&store, desk->database, STORE_WRITE, err))
        return false;
    database = mem_strdup(desk->database);
    desk_take(desk, store, database, true);
    free(database);
    return true;
}

static bool
store_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct store_job *job = (struct store_job *)head;

    if (job->order != ORDER_SAVE && !make_writable(desk, err))
        return false;
    switch (job->order) {
    case ORDER_DIRECTION:
        return store_set_direction(desk->store, job->name, direction_of(job->value), err);
    case ORDER_MISSING:
        return store_set_missing(desk->store, job->name, job->value, err);
    case ORDER_ALIAS:
        return (job->value == NULL || store_has_name(desk->store, job->name, err))
            && store_set_alias(desk->store, job->name, job->value, err);
    case ORDER_REJECT:
    case ORDER_UNREJECT:
        return store_set_apart(desk->store, job->name, job->value, job->order == ORDER_REJECT,
            err);
    case ORDER_SAVE:
        break;
    }
    return store_save(desk->store, job->name, err);
}

static void
store_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    session_take_done(owner, ((struct store_job *)head)->what, ok, err);
}

static void
store_release(struct job *head)
{
    struct store_job *job = (struct store_job *)head;

    free(job->name);
    free(job->value);
    free(job->what);
    free(job);
}

void
post_store(struct worker *worker, enum store_order order, const char *name,
    const char *value, const char *what)
{
    static const struct job_type type = {"saving", store_run, store_done, NULL,
        store_release, LANE_STORE};
    struct store_job *job = mem_zalloc(1, sizeof *job);

    job->head.type = &type;
    job->head.slot = SLOT_NONE;
    job->order = order;
    job->name = mem_strdup(name);
    job->value = mem_strdup(value);
    job->what = mem_strdup(what);
    worker_post(worker, &job->head);
}
