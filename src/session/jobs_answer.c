/* jobs_answer.c - the worker's answers of pages: a frame, a lens on it, and what is shown
 * until then; and taking them apart again.
 *
 * Everything here but the done functions runs on the worker's threads and sees only what the
 * job carries and the worker's desk: its store, and the frames asked for last.
 */
#include "session/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/filter.h"

enum { LARGE = 20000 };        /* rows of which to give back the memory takes time */

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
