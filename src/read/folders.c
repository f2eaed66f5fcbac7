/* folders.c - see folders.h. */
#include "read/folders.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "read/name_index.h"

/* A folder behind a symbolic link, for which its turn comes later. */
struct linked { char *name; unsigned depth; };

struct walk {
    const struct input_limits *limits;
    const struct folder_visitor *visitor;
    const char *top;                 /* as named */
    struct name_index entered;       /* folders by device and number */
    struct linked *later;
    size_t n_later, cap_later, files;
};

static bool
failed(const struct walk *walk, const char *name, bool in_folder, struct error *err)
{
    struct error why = {0};

    error_set(&why, ERROR_SYSTEM, "%s: cannot be opened: %s", name, strerror(errno));
    return walk->visitor->failed(walk->visitor->context, name, in_folder, &why, err);
}

/* Whether the folder was not entered before. */
static bool
enter(struct walk *walk, const struct stat *status)
{
    char key[64];
    int length = snprintf(key, sizeof key, "%ju:%ju", (uintmax_t)status->st_dev,
        (uintmax_t)status->st_ino);
    bool added;

    name_index_add(&walk->entered, key, (size_t)length, &added);
    return added;
}

static bool
count_file(struct walk *walk, struct error *err)
{
    if (walk->files++ < walk->limits->files)
        return true;
    error_set(err, ERROR_REQUEST, "%s: more than %zu %s there", walk->top,
        walk->limits->files, walk->limits->files == 1 ? "file lies" : "files lie");
    return error_hint(err, "name the folder in it that has the results, or allow more with "
        "--most files=%zu", walk->limits->files * 10);
}

static bool
check_depth(const struct walk *walk, const char *folder, unsigned depth, struct error *err)
{
    if (depth <= walk->limits->folders)
        return true;
    error_set(err, ERROR_REQUEST, "%s: folders lie more than %u deep in each other", folder,
        walk->limits->folders);
    return error_hint(err, "name the folder in it that has the results, or allow more with "
        "--most depth=%u", walk->limits->folders * 2);
}

static bool walk_found(struct walk *walk, const char *name, unsigned depth, struct error *err);

static bool
walk_folder(struct walk *walk, const char *folder, unsigned depth, struct error *err)
{
    size_t n;
    char **names;
    bool good = true;

    if (!check_depth(walk, folder, depth, err))
        return false;
    names = folder_names(folder, "", &n);
    if (names == NULL)
        return failed(walk, folder, depth > 0, err);
    for (size_t i = 0; i < n; i++) {
        char *child = path_join(folder, names[i]);

        good = good && walk_found(walk, child, depth + 1, err);
        free(child);
        free(names[i]);
    }
    free(names);
    return good;
}

/* Something in a folder: a file, a folder, a link to either, or neither. */
static bool
walk_found(struct walk *walk, const char *name, unsigned depth, struct error *err)
{
    struct stat status;
    bool is_link;

    if (lstat(name, &status) != 0)
        return failed(walk, name, true, err);
    is_link = S_ISLNK(status.st_mode);
    if (is_link && stat(name, &status) != 0)
        return failed(walk, name, true, err);
    if (S_ISREG(status.st_mode))
        return count_file(walk, err)
            && walk->visitor->file(walk->visitor->context, name, true, &status, err);
    if (!S_ISDIR(status.st_mode))
        return true;
    if (is_link)
        ARRAY_PUSH(walk->later, walk->n_later, walk->cap_later,
            ((struct linked){ mem_strdup(name), depth }));
    return is_link || !enter(walk, &status) || walk_folder(walk, name, depth, err);
}

/* Links may lead to folders with further links. */
static bool
walk_linked(struct walk *walk, struct error *err)
{
    bool good = true;

    for (size_t i = 0; i < walk->n_later; i++) {
        struct linked linked = walk->later[i];
        struct stat status;

        if (good && stat(linked.name, &status) == 0 && enter(walk, &status))
            good = walk_folder(walk, linked.name, linked.depth, err);
        free(linked.name);
    }
    walk->n_later = 0;
    return good;
}

/* A link to a folder in which the named one lies leads back, not on. */
static void
enter_parents(struct walk *walk, const char *name)
{
    char *path = path_join(name, "..");
    struct stat status;

    while (stat(path, &status) == 0 && enter(walk, &status)) {
        char *above = path_join(path, "..");

        free(path);
        path = above;
    }
    free(path);
}

static bool
walk_named(struct walk *walk, const char *name, struct error *err)
{
    struct stat status;
    bool good;

    walk->top = name;
    if (strcmp(name, "-") == 0)
        return walk->visitor->file(walk->visitor->context, name, false, NULL, err);
    if (stat(name, &status) != 0)
        return failed(walk, name, false, err);
    if (!S_ISDIR(status.st_mode))
        return walk->visitor->file(walk->visitor->context, name, false, &status, err);
    name_index_init(&walk->entered);
    enter(walk, &status);
    enter_parents(walk, name);
    good = walk_folder(walk, name, 0, err);
    good = walk_linked(walk, err) && good;
    name_index_release(&walk->entered);
    return good;
}

bool
folders_walk(const char *const *paths, size_t n, const struct input_limits *limits,
    const struct folder_visitor *visitor, struct error *err)
{
    struct walk walk = {.limits = limits, .visitor = visitor};
    bool good = true;

    for (size_t i = 0; i < n && good; i++)
        good = walk_named(&walk, paths[i], err);
    free(walk.later);
    return good;
}
