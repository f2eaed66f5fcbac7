/* input.c - from what a user named to the bytes of each file; see input.h.
 *
 * Folders are folders.c's; archives are walked here, and both end in offer(), which looks
 * whether the bytes are an archive themselves.
 */
#include "read/input.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/pages.h"
#include "read/archive.h"
#include "read/folders.h"
#include "read/inspect.h"

struct walk {
    const struct input_visitor *visitor;
    struct input_limits limits;
    struct archive_budget *budget;      /* of the outermost file */
};

/* Where a member was found: its archive, and how deep that lies. */
struct nest {
    struct walk *walk;
    const char *name, *path;
    bool in_folder;
    bool stopped;                       /* a visitor said stop: not the archive's fault */
    unsigned depth;
};

/* Gives a failure to the visitor; without one it is the walk's own. */
static bool
refuse(struct walk *walk, const char *name, bool in_folder, const struct error *why,
    struct error *err)
{
    if (walk->visitor->refuse != NULL
        && walk->visitor->refuse(walk->visitor->context, name, in_folder, why))
        return true;
    if (err != NULL)
        *err = *why;
    return false;
}

/* --- bytes, which may be an archive --- */

static bool offer(struct walk *walk, const struct input *input, unsigned depth,
    struct error *err);

static bool
visit_member(void *context, const struct archive_member *member, struct error *err)
{
    struct nest *nest = context;
    bool stream = member->name == NULL;
    char *name = stream ? mem_strdup(nest->name)
        : mem_printf("%s:%s", nest->name, member->name);
    char *path = stream ? mem_strdup(nest->path)
        : mem_printf("%s!%s", nest->path, member->name);
    struct input input = {.name = name, .path = path, .data = member->data,
        .length = member->length, .in_folder = nest->in_folder || !stream};
    bool good = offer(nest->walk, &input, nest->depth, err);

    nest->stopped = !good;
    free(name);
    free(path);
    return good;
}

/* What begins so is read to its end if it may be an archive itself, or the visitor wants it. */
static bool
want_member(void *context, const struct archive_member *head)
{
    struct nest *nest = context;
    const struct input_visitor *visitor = nest->walk->visitor;
    struct input input = {.name = nest->name, .path = nest->path, .data = head->data,
        .length = head->length, .in_folder = nest->in_folder || head->name != NULL};
    char *name = NULL;
    bool wanted;

    if (visitor->wants == NULL || archive_kind(head->data, head->length) != ARCHIVE_NONE)
        return true;
    if (head->name != NULL)
        input.name = name = mem_printf("%s:%s", nest->name, head->name);
    wanted = visitor->wants(visitor->context, &input);
    free(name);
    return wanted;
}

static bool
open_archive(struct walk *walk, const struct input *input, unsigned depth,
    struct error *err)
{
    struct nest nest = {.walk = walk, .name = input->name, .path = input->path,
        .in_folder = input->in_folder, .depth = depth + 1};
    struct archive_visitor visitor = {visit_member, want_member, &nest};
    struct archive_budget budget = {.members_max = walk->limits.members,
        .compressed = (double)input->length, .expansion_max = walk->limits.expansion,
        .member_bytes_max = walk->limits.bytes};
    struct error why = {0};
    bool good;

    if (depth >= walk->limits.depth)
        good = error_set(&why, ERROR_REQUEST, "archives lie more than %u deep in each other",
            walk->limits.depth);
    else {
        if (depth == 0)
            walk->budget = &budget;
        good = archive_walk(input->data, input->length, walk->budget, &visitor, &why);
        if (depth == 0)
            walk->budget = NULL;
    }
    if (good)
        return true;
    if (nest.stopped) {
        if (err != NULL)
            *err = why;
        return false;
    }
    error_prefix(&why, "%s", input->name);
    return refuse(walk, input->name, input->in_folder, &why, err);
}

static bool
offer(struct walk *walk, const struct input *input, unsigned depth, struct error *err)
{
    if (archive_kind(input->data, input->length) != ARCHIVE_NONE
        && !inspect_is_archive(input->data, input->length))
        return open_archive(walk, input, depth, err);
    return walk->visitor->visit(walk->visitor->context, input, err);
}

static bool
offer_file(struct walk *walk, const char *name, bool in_folder, struct error *err)
{
    bool standard = strcmp(name, "-") == 0;
    struct file_bytes bytes = {0};
    struct error why = {0};
    struct input input = {.name = name, .in_folder = in_folder};
    struct pages *pages;
    char *path;
    bool good;

    if (!(standard ? file_read_fd(STDIN_FILENO, walk->limits.bytes, &bytes, &why)
            : file_open_within(name, walk->limits.bytes, &bytes, &why))) {
        if (standard)
            error_prefix(&why, "standard input");
        return refuse(walk, name, in_folder, &why, err);
    }
    path = standard ? mem_strdup("-") : path_absolute(name);
    input.path = path;
    input.data = bytes.length == 0 ? "" : bytes.data;
    input.length = bytes.length;
    pages = bytes.mapped ? pages_watch(bytes.data, bytes.length) : NULL;
    good = offer(walk, &input, 0, err);
    pages_unwatch(pages);
    file_close_bytes(&bytes);
    free(path);
    return good;
}

/* --- what was named --- */

static bool
read_found(void *context, const char *name, bool in_folder, const struct stat *status,
    struct error *err)
{
    (void)status;
    return offer_file(context, name, in_folder, err);
}

static bool
refuse_found(void *context, const char *name, bool in_folder, const struct error *why,
    struct error *err)
{
    return refuse(context, name, in_folder, why, err);
}

bool
input_walk(const char *const *paths, size_t n, const struct input_limits *limits,
    const struct input_visitor *visitor, struct error *err)
{
    struct walk walk = {.visitor = visitor, .limits = input_limits_whole(limits)};
    struct folder_visitor folders = {.file = read_found, .failed = refuse_found,
        .context = &walk};

    return folders_walk(paths, n, &walk.limits, &folders, err);
}

/* --- sizes --- */

struct counting {
    struct input_count *count;
    bool (*keep_on)(void *context, const struct input_count *count);
    void *context;
};

static bool
count_found(void *context, const char *name, bool in_folder, const struct stat *status,
    struct error *err)
{
    enum { OFTEN = 64 };
    const struct counting *counting = context;
    struct input_count *count = counting->count;

    (void)name;
    (void)in_folder;
    count->files++;
    if (status == NULL || !S_ISREG(status->st_mode))
        count->unknown = true;
    else
        count->bytes += (size_t)status->st_size;
    return count->files % OFTEN != 0 || counting->keep_on == NULL
        || counting->keep_on(counting->context, count)
        || error_set(err, ERROR_CANCELLED, "cancelled: nothing was read yet");
}

static bool
ignore_failure(void *context, const char *name, bool in_folder, const struct error *why,
    struct error *err)
{
    (void)context;
    (void)name;
    (void)in_folder;
    (void)why;
    (void)err;
    return true;
}

bool
input_count(const char *const *paths, size_t n, const struct input_limits *limits,
    bool (*keep_on)(void *context, const struct input_count *count), void *context,
    struct input_count *count, struct error *err)
{
    struct input_limits whole = input_limits_whole(limits);
    struct counting counting = {count, keep_on, context};
    struct folder_visitor folders = {.file = count_found, .failed = ignore_failure,
        .context = &counting};

    *count = (struct input_count){0};
    return folders_walk(paths, n, &whole, &folders, err);
}

/* --- files beside a file --- */

struct wanted_member { const char *name; struct file_bytes *out; bool found; };

static bool
keep_wanted(void *context, const struct archive_member *member, struct error *err)
{
    struct wanted_member *wanted = context;
    char *copy;

    (void)err;
    if (member->name == NULL || strcmp(member->name, wanted->name) != 0)
        return true;
    copy = mem_alloc(member->length + 1);
    memcpy(copy, member->data, member->length);
    *wanted->out = (struct file_bytes){.data = copy, .length = member->length};
    wanted->found = true;
    return false;                                   /* no need to look further */
}

/* "ABS.tar!folder/name": the archive is opened again, since a walk keeps no member. */
static bool
sibling_in_archive(const char *path, struct file_bytes *out)
{
    const char *mark = strchr(path, '!');

    for (; mark != NULL; mark = strchr(mark + 1, '!')) {
        char *archive = mem_strndup(path, (size_t)(mark - path));
        struct wanted_member wanted = {.name = mark + 1, .out = out};
        struct file_bytes bytes;

        if (!path_is_folder(archive) && file_open_bytes(archive, &bytes, NULL)) {
            struct input_limits limits = input_limits_whole(NULL);
            struct archive_visitor visitor = {.visit = keep_wanted, .context = &wanted};
            struct archive_budget budget = {.members_max = limits.members,
                .compressed = (double)bytes.length, .expansion_max = limits.expansion,
                .member_bytes_max = limits.bytes};

            archive_walk(bytes.data, bytes.length, &budget, &visitor, NULL);
            file_close_bytes(&bytes);
        }
        free(archive);
        if (wanted.found)
            return true;
    }
    return false;
}

bool
input_sibling(const struct input *input, const char *name, struct file_bytes *out)
{
    const char *base = path_base(input->path);
    const char *mark = strrchr(base, '!');          /* a member at its archive's top */
    char *path;
    bool found;

    *out = (struct file_bytes){0};
    if (strcmp(input->path, "-") == 0 || strncmp(input->path, "-!", 2) == 0)
        return false;
    if (mark != NULL)
        base = mark + 1;
    path = mem_printf("%.*s%s", (int)(base - input->path), input->path, name);
    found = file_open_bytes(path, out, NULL) || sibling_in_archive(path, out);
    free(path);
    return found;
}
