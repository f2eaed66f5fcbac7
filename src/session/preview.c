/* preview.c - the first records of a large file, shown while the whole of it is loaded.
 *
 * The head of the file, up to the end of a line, is a file of its own that goes the way of any
 * other: into a private store, a frame, the frontier. Readers, roles and titles are so those
 * of the whole, and the store that loads it is not disturbed (contract 9). What the head is
 * too short for (JSON in one piece, archives) has no preview.
 */
#include "session/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

enum { HEAD = 1 << 18, WORTH_IT = 16 << 20 /* loads in about half a second */ };

struct preview_job {
    struct job head;
    char *path, *format;
    struct string_list map, set;
    struct request request;
    struct answer *answer;
};

/* --- the head of a file --- */

static bool
copy_head(const char *path, const char *to)
{
    FILE *in = fopen(path, "rb"), *out = NULL;
    char *bytes = mem_alloc(HEAD);
    size_t length = in != NULL ? fread(bytes, 1, HEAD, in) : 0;
    bool written = false;

    while (length > 0 && bytes[length - 1] != '\n')
        length--;
    if (length > 0 && (out = fopen(to, "wb")) != NULL) {
        written = fwrite(bytes, 1, length, out) == length;
        written = fclose(out) == 0 && written;
    }
    if (in != NULL)
        fclose(in);
    free(bytes);
    return written;
}

/* --- on the thread for glances --- */

static bool
keep_on(void *context, const struct import_progress *progress)
{
    (void)progress;
    return job_report(context, -1);
}

static bool
keep_on_computing(void *context, double done)
{
    return job_report(context, done);
}

static struct frame *
read_head(struct preview_job *job, const char *path, struct store *store)
{
    const struct import_options options = { .format = job->format, .lenient = true,
        .map = (const char *const *)job->map.items, .n_map = job->map.count,
        .set = (const char *const *)job->set.items, .n_set = job->set.count,
        .progress = keep_on, .context = &job->head };
    struct import_summary summary = { 0 };
    struct frame *frame = NULL;
    struct error none;

    if (store_import(store, &path, 1, &options, &summary, &none)
        && !request_frame(store, &job->request, &frame, &none))
        frame = NULL;
    import_summary_release(&summary);
    return frame;
}

static void
answer_head(struct preview_job *job, struct frame *frame, struct store *store)
{
    const struct lens_progress progress = { keep_on_computing, NULL, &job->head };
    struct answer *answer = mem_zalloc(1, sizeof *answer);
    struct result *result;
    struct error none;

    answer->users = 1;
    answer->partial = true;
    answer->question = mem_strdup("preview");
    if (frame->n_sources == 1)
        frame->sources[0] = arena_strdup(frame->arena, job->path);
    answer->frame = frames_share(frame, &job->request);
    if (!request_run(store, &job->request, frame, &progress, &result, &none)) {
        answer_drop(answer);
        return;
    }
    result->title = arena_printf(result->arena, "loading \302\267 its first records: %s",
        result->title);
    answer->result = result;
    answer_index(answer);
    job->answer = answer;
}

static bool
preview_run(struct job *head, struct worker_desk *desk, struct error *err)
{
    struct preview_job *job = (struct preview_job *)head;
    const char *temporary = getenv("TMPDIR");
    char *folder = mem_printf("%s/paretop-preview-XXXXXX", temporary != NULL ? temporary : "/tmp");
    struct store *store = NULL;
    struct frame *frame;
    char *path;

    (void)desk;
    if (mkdtemp(folder) == NULL) {
        free(folder);
        return true;
    }
    path = path_join(folder, path_base(job->path));
    if (copy_head(job->path, path) && store_open(&store, NULL, STORE_WRITE, err)
        && (frame = read_head(job, path, store)) != NULL)
        answer_head(job, frame, store);
    store_close(store);
    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
    return true;
}

static void
preview_done(struct job *head, void *owner, bool ok, const struct error *err)
{
    struct preview_job *job = (struct preview_job *)head;

    (void)ok;
    (void)err;
    if (job->answer != NULL)
        session_take_preview(owner, job->answer);
    job->answer = NULL;
}

static void
preview_release(struct job *head)
{
    struct preview_job *job = (struct preview_job *)head;

    answer_drop(job->answer);
    request_release(&job->request);
    string_list_clear(&job->map);
    string_list_clear(&job->set);
    free(job->path);
    free(job->format);
    free(job);
}

void
post_preview(struct worker *worker, const struct load_order *order,
    const struct request *request)
{
    static const struct job_type type = {NULL, preview_run, preview_done, NULL,
        preview_release, LANE_GLANCE};
    struct preview_job *job;
    struct stat status;

    if (order->n_paths != 1 || stat(order->paths[0], &status) != 0
        || !S_ISREG(status.st_mode) || status.st_size < WORTH_IT)
        return;
    job = mem_zalloc(1, sizeof *job);
    job->head.type = &type;
    job->head.slot = SLOT_NONE;
    job->path = mem_strdup(order->paths[0]);
    job->format = mem_strdup(order->format);
    list_copy(&job->map, order->map);
    list_copy(&job->set, order->set);
    request_copy(&job->request, request);
    worker_post(worker, &job->head);
}
