/* jobs.c - what the worker does for the session: load, answer, list, ask SQL, decide.
 *
 * Everything here but the done functions runs on the worker's thread and sees only what the
 * job carries and the worker's desk: its store, and the frames asked for last.
 */
#include "session/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/filter.h"

enum { LARGE = 20000 };        /* rows of which to give back the memory takes time */

/* --- the desk's cache of frames --- */

static void
cache_release(void *context)
{
    frame_cache_clear(context);
    free(context);
}

static struct frame_cache *
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
};

static bool
load_progress(void *context, const struct import_progress *progress)
{
    double total = (double)progress->bytes_total;

    return job_report(context,
        progress->bytes_total > 0 ? (double)progress->bytes_done / total : -1.0);
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
        .map = (const char *const *)job->map.items, .n_map = job->map.count,
        .set = (const char *const *)job->set.items, .n_set = job->set.count,
        .progress = load_progress, .context = head,
    };

    if (!open_store(job, desk, err))
        return false;
    frame_cache_clear(desk_cache(desk));
    if (job->order.n_paths == 0)
        return true;
    return store_import(desk->store, (const char *const *)job->paths, job->order.n_paths,
        &options, &job->summary, err);
}

static void
load_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    session_take_load(owner, ok, err, &((struct load_job *)head)->summary);
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

/* --- answers --- */

struct answer_job {
    struct job head;
    struct worker_desk *desk;
    struct request request;
    enum page page;
    struct question question;
    const struct kept **kept; size_t n_kept;
    struct shared_frame *early;   /* of a first answer; set before that is published */
    bool has_glance;              /* a job of the other lane gives the first answer */
    struct shared_frame *all;     /* that job's: the frame of which rows are chosen */
    struct answer *answer;
};

static bool
answer_report(void *context, double done)
{
    return job_report(context, done);
}

static void
answer_publish(void *context, struct result *snapshot)
{
    struct answer_job *job = context;

    job_publish(job->desk, &job->head, snapshot);
}

/* Marks of points that a filter hides stay marks but are not compared. */
static void
drop_absent_marks(struct request *request, const struct shared_frame *frame)
{
    for (size_t i = request->models.count; i-- > 0;)
        if (key_index_row(&frame->index, request->models.items[i]) < 0)
            list_remove(&request->models, i);
}

static const char *
frame_title(struct arena *arena, const struct frame *frame)
{
    const char *where = frame->where != NULL ? frame->where : "";

    return arena_printf(arena, "%zu point%s%s%s · no axes yet", frame->rows,
        frame->rows == 1 ? "" : "s", where[0] != '\0' ? " · where " : "", where);
}

/* Where a column stands in a table of all columns: what names the point, measures, the rest. */
static int
column_rank(const struct column *column)
{
    if (column->role == ROLE_KEY)
        return 0;
    if (column->role != ROLE_MEASURE)
        return 3;
    return column->direction != DIRECTION_UNKNOWN && column->kind != KIND_DESCRIPTOR ? 1 : 2;
}

/* A screen is narrow: attributes do not push the measures off it. */
static struct result *
frame_result(const struct frame *frame, const char *name)
{
    struct frame ordered = *frame;
    struct result *result;
    size_t n = 0;

    ordered.columns = mem_alloc(frame->n_columns * sizeof *ordered.columns);
    for (int rank = 0; rank <= 3; rank++)
        for (size_t i = 0; i < frame->n_columns; i++)
            if (column_rank(&frame->columns[i]) == rank)
                ordered.columns[n++] = frame->columns[i];
    result = result_from_frame(&ordered, name, "");
    free(ordered.columns);
    return result;
}

/* The frame itself as a table, its rows marked as the frontier lens marks them. */
static struct result *
table_of_frame(struct answer_job *job, const struct frame *frame)
{
    struct result *result = frame_result(frame, "table");
    struct lens_progress progress = {answer_report, NULL, &job->head};
    const struct lens *lens = job->request.lens;
    struct result *marked;
    const struct result_table *from;

    result->title = frame_title(result->arena, frame);
    if (lens == NULL || result->tables[0].key == NULL
        || !request_run(job->desk->store, &job->request, frame, &progress, &marked, NULL))
        return result;
    from = &marked->tables[0];
    if (from->role != NULL && from->key != NULL) {
        struct result_table *table = &result->tables[0];
        enum mark_role *role = arena_zalloc(result->arena, table->rows, sizeof *role);
        struct key_index index;

        key_index_build(&index, (const char *const *)from->key, from->rows);
        for (size_t i = 0; i < table->rows; i++) {
            long row = key_index_row(&index, table->key[i]);

            role[i] = row >= 0 ? from->role[row] : MARK_MISSING;
        }
        key_index_release(&index);
        table->role = role;
    }
    result->title = arena_strdup(result->arena, marked->title);
    result->verdict = arena_strdup(result->arena, marked->verdict);
    result_free(marked);
    return result;
}

/* A frontier that has no axes still has points to look at, and axes to choose from them. */
static void
answer_without_axes(struct answer *answer, const struct lens *lens)
{
    const struct shared_frame *shared = answer->frame;
    struct result *result;

    if (lens == NULL || shared->n_objectives >= lens->min_objectives)
        return;
    result = frame_result(shared->frame, lens->name);
    result->title = frame_title(result->arena, shared->frame);
    answer->result = result;
    answer->lacks_axes = true;
}

static struct frame_wish
frame_wish_of(struct answer_job *job, struct store *store)
{
    return (struct frame_wish){.text = job->question.text.data,
        .stored = job->question.stored, .selected = job->question.selected,
        .all = job->question.all, .store = store, .request = &job->request,
        .kept = job->kept, .n_kept = job->n_kept};
}

/* The frame that is asked about. Who is on the frontier is published first, of rows that
 * are still to be made a frame even before that, unless a glance job does it. */
static struct shared_frame *
answer_frame(struct answer_job *job, const struct lens_progress *progress, struct error *err)
{
    struct frame_cache *cache = desk_cache(job->desk);
    const struct frame_wish wish = frame_wish_of(job, job->desk->store);
    bool glances = job->page == PAGE_FRONTIER && !job->has_glance;
    struct shared_frame *frame = NULL;
    struct frame_choice choice;

    if (frames_choose(cache, &wish, &choice, err)) {
        if (glances && !choice.is_whole) {
            job->early = frames_look(&wish, choice.frame, choice.rows, choice.n);
            request_glance(&job->request, choice.frame->frame, choice.rows, choice.n, progress);
        }
        frame = frames_settle(cache, &wish, &choice);
        if (glances && choice.is_whole) {
            job->early = shared_frame_hold(frame);
            request_glance(&job->request, frame->frame, NULL, 0, progress);
        }
    }
    frame_choice_release(&choice);
    return frame;
}

static bool
answer_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct answer_job *job = (struct answer_job *)head;
    struct lens_progress progress = {answer_report, answer_publish, job};
    struct answer *answer = mem_zalloc(1, sizeof *answer);

    job->desk = desk;
    job->answer = answer;
    answer->users = 1;
    answer->question = mem_strdup(job->question.text.data);
    answer->frame = answer_frame(job, &progress, err);
    if (answer->frame == NULL)
        return false;
    drop_absent_marks(&job->request, answer->frame);
    if (job->page == PAGE_TABLE)
        answer->result = table_of_frame(job, answer->frame->frame);
    else if (!request_run(desk->store, &job->request, answer->frame->frame, &progress,
                 &answer->result, &answer->error)) {
        answer->result = NULL;
        if (job->page == PAGE_FRONTIER && answer->error.kind != ERROR_CANCELLED)
            answer_without_axes(answer, job->request.lens);
    }
    if (answer->error.kind == ERROR_CANCELLED || atomic_load(&head->cancelled))
        return error_set(err, ERROR_CANCELLED, "cancelled");
    if (answer->result != NULL)
        answer_index(answer);
    return true;
}

static void
answer_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    struct answer_job *job = (struct answer_job *)head;
    struct answer *answer = job->answer;

    job->answer = NULL;
    if (answer != NULL)         /* else it was cancelled before it began */
        session_take_answer(owner, job->page, answer, ok ? NULL : err);
}

static void
answer_snapshot(struct job *head, void *owner, struct result *snapshot)
{
    struct answer_job *job = (struct answer_job *)head;
    struct answer *answer = mem_zalloc(1, sizeof *answer);

    answer->users = 1;
    answer->question = mem_strdup(job->question.text.data);
    answer->frame = shared_frame_hold(job->early != NULL ? job->early : job->answer->frame);
    answer->result = snapshot;
    answer->partial = true;
    answer_index(answer);
    session_take_answer(owner, job->page, answer, NULL);
}

static void
answer_release(struct job *head)
{
    struct answer_job *job = (struct answer_job *)head;

    answer_drop(job->answer);
    shared_frame_drop(job->early);
    shared_frame_drop(job->all);
    request_release(&job->request);
    strbuf_release(&job->question.text);
    free(job->kept);
    free(job);
}

/* --- a glance: the first answer from a frame that is there, whatever else is computed --- */

static bool
glance_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct answer_job *job = (struct answer_job *)head;
    struct lens_progress progress = {answer_report, answer_publish, job};
    const struct frame_wish wish = frame_wish_of(job, NULL);
    size_t *rows = NULL, n = job->all->frame->rows;

    job->desk = desk;
    if (job->request.where != NULL
        && !filter_rows(job->all->frame, job->request.where, &rows, &n, err))
        return false;                 /* the answer will say why */
    job->early = frames_look(&wish, job->all, rows, n);
    request_glance(&job->request, job->all->frame, rows, n, &progress);
    free(rows);
    return true;
}

static void
glance_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    (void)head;
    (void)owner;
    (void)ok;
    (void)err;
}

static struct answer_job *
answer_job_new(const struct job_type *type, enum page page, const struct request *request,
    const struct state *state, const struct question *question)
{
    struct answer_job *job = mem_zalloc(1, sizeof *job);

    job->head.type = type;
    job->head.slot = (int)page;
    job->page = page;
    request_copy(&job->request, request);
    job->question = *question;
    strbuf_init(&job->question.text);
    strbuf_puts(&job->question.text, question->text.data);
    job->kept = mem_alloc(state->n_kept * sizeof *job->kept);
    job->n_kept = state->n_kept;
    for (size_t i = 0; i < state->n_kept; i++)
        job->kept[i] = state->kept[i];
    return job;
}

/* The frame of all rows that such a wish would select from, if the one shown was made of it. */
static struct shared_frame *
frame_at_hand(struct answer_job *job, struct shared_frame *shown)
{
    const struct frame_wish wish = frame_wish_of(job, NULL);
    struct shared_frame *all = shown;

    if (job->page != PAGE_FRONTIER || (wish.request->where != NULL && !frames_selects(&wish)))
        return NULL;
    while (all != NULL && (all->question == NULL || all->selected_length != wish.stored
            || strncmp(all->question, wish.text, wish.stored) != 0))
        all = all->owner;
    return all != NULL && all->frame->rows >= LARGE ? all : NULL;
}

void
post_answer(struct worker *worker, enum page page, const struct request *request,
    const struct state *state, const struct question *question, struct shared_frame *shown)
{
    static const struct job_type type = {"computing", answer_run, answer_done,
        answer_snapshot, answer_release, LANE_STORE};
    static const struct job_type glance_type = {NULL, glance_run, glance_done,
        answer_snapshot, answer_release, LANE_GLANCE};
    struct answer_job *job = answer_job_new(&type, page, request, state, question);
    struct shared_frame *all = frame_at_hand(job, shown);

    if (all != NULL) {
        struct answer_job *glance = answer_job_new(&glance_type, page, request, state,
            question);

        job->has_glance = true;
        glance->all = shared_frame_hold(all);
        worker_post(worker, &glance->head);
    }
    worker_post(worker, &job->head);
}

/* --- taking apart what nobody holds any more --- */

struct leave_job { struct job head; struct answer *answer; struct shared_frame *frame; };

static bool
leave_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct leave_job *job = (struct leave_job *)head;

    (void)desk;
    (void)err;
    answer_drop(job->answer);
    shared_frame_drop(job->frame);
    job->answer = NULL;
    job->frame = NULL;
    return true;
}

static void
leave_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    (void)head;
    (void)owner;
    (void)ok;
    (void)err;
}

static void
leave_release(struct job *head)
{
    struct leave_job *job = (struct leave_job *)head;

    answer_drop(job->answer);         /* still there if it was cancelled */
    shared_frame_drop(job->frame);
    free(job);
}

static void
post_leave(struct worker *worker, struct answer *answer, struct shared_frame *frame)
{
    static const struct job_type type = {NULL, leave_run, leave_done, NULL, leave_release,
        LANE_LEAVE};
    struct leave_job *job = mem_zalloc(1, sizeof *job);

    job->head.type = &type;
    job->head.slot = SLOT_NONE;
    job->answer = answer;
    job->frame = frame;
    worker_post(worker, &job->head);
}

void
answer_leave(struct worker *worker, struct answer *answer)
{
    bool large = answer != NULL && answer->users == 1 && answer->result != NULL
        && answer->result->n_tables > 0 && answer->result->tables[0].rows >= LARGE;

    if (large)
        post_leave(worker, answer, NULL);
    else
        answer_drop(answer);
}

void
frame_leave(struct worker *worker, struct shared_frame *frame)
{
    if (frame != NULL && frame->frame->rows >= LARGE)
        post_leave(worker, NULL, frame);
    else
        shared_frame_drop(frame);
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
        return store_set_alias(desk->store, job->name, job->value, err);
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
