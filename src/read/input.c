/* input.c - from what a user named to the bytes of each file; see input.h.
 *
 * One recursive walk serves folders, one serves archives, and both end in offer(), which
 * looks whether the bytes are an archive themselves.
 */
#include "read/input.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/pages.h"
#include "base/text.h"
#include "read/archive.h"
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

static struct input_limits
limits_or_default(const struct input_limits *given)
{
    struct input_limits limits = given == NULL ? (struct input_limits){0} : *given;

    if (limits.members == 0)
        limits.members = 100000;
    if (limits.depth == 0)
        limits.depth = 3;
    if (limits.expansion == 0)
        limits.expansion = 200;
    if (limits.bytes == 0)
        limits.bytes = (size_t)4 << 30;
    return limits;
}

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

static bool
open_archive(struct walk *walk, const struct input *input, unsigned depth,
    struct error *err)
{
    struct nest nest = {.walk = walk, .name = input->name, .path = input->path,
        .in_folder = input->in_folder, .depth = depth + 1};
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
        good = archive_walk(input->data, input->length, walk->budget, visit_member, &nest,
            &why);
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

    if (!(standard ? file_read_fd(STDIN_FILENO, &bytes, &why)
            : file_open_bytes(name, &bytes, &why))) {
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

/* --- folders --- */

/* The folders that a folder lies in, so that a link to one of them is no endless way. */
struct ancestry { const struct ancestry *above; dev_t device; ino_t number; };

struct folder_visitor {
    bool (*file)(void *context, const char *name, bool in_folder, const struct stat *status,
        struct error *err);
    bool (*failed)(void *context, const char *name, bool in_folder, const struct error *why,
        struct error *err);
    void *context;
};

static int
compare_names(const void *a, const void *b)
{
    const char *left = *(char *const *)a, *right = *(char *const *)b;
    int order = text_compare_natural(left, right);

    return order != 0 ? order : strcmp(left, right);
}

static char **
list_folder(const char *folder, size_t *n, struct error *err)
{
    DIR *handle = opendir(folder);
    struct dirent *entry;
    char **names = NULL;
    size_t capacity = 0;

    *n = 0;
    if (handle == NULL) {
        error_set(err, ERROR_SYSTEM, "%s: cannot be opened: %s", folder, strerror(errno));
        return NULL;
    }
    ARRAY_RESERVE(names, 16, capacity);
    while ((entry = readdir(handle)) != NULL)
        if (entry->d_name[0] != '.')
            ARRAY_PUSH(names, *n, capacity, mem_strdup(entry->d_name));
    closedir(handle);
    qsort(names, *n, sizeof *names, compare_names);
    return names;
}

static bool walk_path(const char *name, bool in_folder, const struct ancestry *above,
    const struct folder_visitor *visitor, struct error *err);

static bool
walk_folder(const char *folder, bool in_folder, const struct ancestry *self,
    const struct folder_visitor *visitor, struct error *err)
{
    struct error why = {0};
    size_t n;
    char **names = list_folder(folder, &n, &why);
    bool good = true;

    if (names == NULL)
        return visitor->failed(visitor->context, folder, in_folder, &why, err);
    for (size_t i = 0; i < n; i++) {
        char *child = path_join(folder, names[i]);

        good = good && walk_path(child, true, self, visitor, err);
        free(child);
        free(names[i]);
    }
    free(names);
    return good;
}

static bool
walk_path(const char *name, bool in_folder, const struct ancestry *above,
    const struct folder_visitor *visitor, struct error *err)
{
    struct stat status;
    struct error why = {0};
    struct ancestry self = {.above = above};

    if (stat(name, &status) != 0) {
        error_set(&why, ERROR_SYSTEM, "%s: cannot be opened: %s", name, strerror(errno));
        return visitor->failed(visitor->context, name, in_folder, &why, err);
    }
    if (!S_ISDIR(status.st_mode))
        return (in_folder && !S_ISREG(status.st_mode))   /* sockets and the like */
            || visitor->file(visitor->context, name, in_folder, &status, err);
    self.device = status.st_dev;
    self.number = status.st_ino;
    for (const struct ancestry *at = above; at != NULL; at = at->above)
        if (at->device == self.device && at->number == self.number)
            return true;
    return walk_folder(name, in_folder, &self, visitor, err);
}

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
    struct walk walk = {.visitor = visitor, .limits = limits_or_default(limits)};
    struct folder_visitor folders = {.file = read_found, .failed = refuse_found,
        .context = &walk};

    for (size_t i = 0; i < n; i++) {
        bool good = strcmp(paths[i], "-") == 0 ? offer_file(&walk, "-", false, err)
            : walk_path(paths[i], false, NULL, &folders, err);

        if (!good)
            return false;
    }
    return true;
}

/* --- sizes --- */

static bool
add_size(void *context, const char *name, bool in_folder, const struct stat *status,
    struct error *err)
{
    size_t *total = context;

    (void)name;
    (void)in_folder;
    (void)err;
    if (S_ISREG(status->st_mode))
        *total += (size_t)status->st_size;
    return true;
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

size_t
input_total_bytes(const char *const *paths, size_t n)
{
    size_t total = 0;
    struct folder_visitor folders = {.file = add_size, .failed = ignore_failure,
        .context = &total};

    for (size_t i = 0; i < n; i++) {
        if (strcmp(paths[i], "-") == 0)
            return 0;
        walk_path(paths[i], false, NULL, &folders, NULL);
    }
    return total;
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
            struct input_limits limits = limits_or_default(NULL);
            struct archive_budget budget = {.members_max = limits.members,
                .compressed = (double)bytes.length, .expansion_max = limits.expansion,
                .member_bytes_max = limits.bytes};

            archive_walk(bytes.data, bytes.length, &budget, keep_wanted, &wanted, NULL);
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
