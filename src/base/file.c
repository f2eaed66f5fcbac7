/* file.c - paths, whole files in memory, the program's own files, SHA-256; see file.h.
 *
 * A source of data is mapped, because most of them are read once from end to end and may be
 * larger than what we want to keep. Files are written beside their final place and renamed,
 * so that a reader sees the old bytes or the new ones.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE                /* madvise, which posix_madvise is no substitute for */
#endif
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

/* --- reading --- */

static bool
refuse_endless(size_t most, struct error *err)
{
    error_set(err, ERROR_REQUEST, "gives more than %.4g MB, which would have to be held in memory",
        (double)most / (1 << 20));
    return error_hint(err, "write it to a file and name that, or allow more with "
        "--most size=%.0fM", 4.0 * (double)most / (1 << 20));
}

bool
file_read_fd(int fd, size_t most, struct file_bytes *out, struct error *err)
{
    enum { STEP = 1 << 16 };
    char *data = NULL;
    size_t length = 0, capacity = 0;
    ssize_t got;

    do {
        ARRAY_RESERVE(data, length + STEP, capacity);
        got = read(fd, data + length, capacity - length);
        if (got > 0)
            length += (size_t)got;
    } while (length <= most && (got > 0 || (got < 0 && errno == EINTR)));
    if (got < 0 || length > most) {
        free(data);
        return got < 0 ? error_set(err, ERROR_SYSTEM, "cannot be read: %s", strerror(errno))
            : refuse_endless(most, err);
    }
    *out = (struct file_bytes){.data = data, .length = length};
    return true;
}

/* A regular file of known size is mapped; false means: read it instead. */
static bool
map_file(int fd, const struct stat *status, struct file_bytes *out)
{
    void *data;

    if (!S_ISREG(status->st_mode) || status->st_size <= 0
        || (uintmax_t)status->st_size > SIZE_MAX)
        return false;
    data = mmap(NULL, (size_t)status->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return false;
    *out = (struct file_bytes){.data = data, .length = (size_t)status->st_size,
        .mapped = true};
    return true;
}

static bool
load_fd(int fd, size_t most, struct file_bytes *out, struct error *err)
{
    struct stat status;

    if (fstat(fd, &status) != 0)
        return error_set(err, ERROR_SYSTEM, "cannot be read: %s", strerror(errno));
    if (S_ISDIR(status.st_mode))
        return error_set(err, ERROR_REQUEST, "is a folder, not a file");
    return map_file(fd, &status, out) || file_read_fd(fd, most, out, err);
}

bool
file_open_within(const char *path, size_t most, struct file_bytes *out, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool loaded;

    *out = (struct file_bytes){0};
    if (fd < 0)
        return error_set(err, ERROR_SYSTEM, "%s: cannot be opened: %s", path,
            strerror(errno));
    loaded = load_fd(fd, most, out, err);
    close(fd);
    return loaded || error_prefix(err, "%s", path);
}

bool
file_open_bytes(const char *path, struct file_bytes *out, struct error *err)
{
    return file_open_within(path, SIZE_MAX, out, err);
}

void
file_close_bytes(struct file_bytes *bytes)
{
    if (bytes->mapped)
        munmap((void *)(uintptr_t)bytes->data, bytes->length);
    else
        free((void *)(uintptr_t)bytes->data);
    *bytes = (struct file_bytes){0};
}

/* --- writing --- */

static bool
write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, data, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        data += written;
        length -= (size_t)written;
    }
    return true;
}

/* A device, a pipe: nothing to replace, so the bytes go into it. */
static bool
write_into(const char *path, const void *data, size_t length)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), saved;
    bool written;

    if (fd < 0)
        return false;
    written = write_all(fd, data, length);
    saved = errno;
    if (close(fd) != 0 && written)
        return false;
    errno = saved;
    return written;
}

/* A new file beside `path`; *name gets its path, which the caller frees. */
static int
open_beside(const char *path, mode_t mode, char **name)
{
    int fd = -1;

    for (unsigned attempt = 0; attempt < 100; attempt++) {
        *name = mem_printf("%s.%ld-%u.tmp", path, (long)getpid(), attempt);
        fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST)
            return fd;
        free(*name);
        *name = NULL;
    }
    return fd;
}

static bool
replace_file(const char *path, mode_t mode, const void *data, size_t length)
{
    char *name;
    int fd = open_beside(path, mode, &name), saved;
    bool done;

    if (fd < 0) {
        free(name);
        return false;
    }
    done = write_all(fd, data, length) && fsync(fd) == 0;
    saved = errno;
    if (close(fd) != 0 && done) {
        saved = errno;
        done = false;
    }
    if (done && rename(name, path) != 0) {
        saved = errno;
        done = false;
    }
    if (!done)
        unlink(name);
    free(name);
    errno = saved;
    return done;
}

bool
file_write_whole(const char *path, const void *data, size_t length, struct error *err)
{
    char *target = realpath(path, NULL);   /* a link keeps being one */
    struct stat status;
    bool exists = target != NULL && stat(target, &status) == 0, done;

    if (exists && S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        done = false;
    } else if (exists && !S_ISREG(status.st_mode)) {
        done = write_into(target, data, length);
    } else {
        done = replace_file(exists ? target : path,
            exists ? status.st_mode & 0777 : 0666, data, length);
    }
    if (!done)
        error_set(err, ERROR_SYSTEM, "%s: cannot be written: %s", path, strerror(errno));
    free(target);
    return done;
}

/* --- paths --- */

char *
path_join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    bool slash = length > 0 && folder[length - 1] != '/';

    return mem_printf("%s%s%s", folder, slash ? "/" : "", name);
}

const char *
path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

bool
path_is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The folder part of a path, "." if it has none; caller frees. */
static char *
folder_of(const char *path)
{
    const char *base = path_base(path);

    if (base == path)
        return mem_strdup(".");
    while (base > path + 1 && base[-1] == '/')
        base--;
    return mem_strndup(path, (size_t)(base - path));
}

static char *
real_path(const char *path)
{
    char *resolved = realpath(path, NULL), *copy = mem_strdup(resolved);

    free(resolved);
    return copy;
}

static char *
current_folder(void)
{
    char *folder = real_path(".");

    return folder != NULL ? folder : mem_strdup("/");
}

/* The path of something whose folder does not exist: written out, "." and ".." resolved by
 * their names alone. */
static char *
absolute_by_name(const char *path)
{
    char *folder = path[0] == '/' ? mem_strdup("") : current_folder();
    struct strbuf out;

    strbuf_init(&out);
    strbuf_puts(&out, strcmp(folder, "/") == 0 ? "" : folder);
    free(folder);
    for (const char *part = path; *part != '\0'; ) {
        size_t length = strcspn(part, "/");

        if (length == 2 && memcmp(part, "..", 2) == 0) {
            const char *slash = strrchr(out.data, '/');

            out.length = slash != NULL ? (size_t)(slash - out.data) : 0;
            out.data[out.length] = '\0';
        } else if (length > 0 && !(length == 1 && *part == '.')) {
            strbuf_putc(&out, '/');
            strbuf_add(&out, part, length);
        }
        part += length + (part[length] == '/');
    }
    if (out.length == 0)
        strbuf_putc(&out, '/');
    return out.data;
}

/* The folder is resolved, the last name is kept: "newest.csv" stays the same source when
 * the link behind it moves on. */
char *
path_absolute(const char *path)
{
    const char *base = path_base(path);
    char *folder, *resolved, *joined;

    if (base[0] == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0) {
        resolved = real_path(path);
        return resolved != NULL ? resolved : absolute_by_name(path);
    }
    folder = folder_of(path);
    resolved = real_path(folder);
    free(folder);
    if (resolved == NULL)
        return absolute_by_name(path);
    joined = path_join(resolved, base);
    free(resolved);
    return joined;
}

/* --- the program's own files --- */

static char *
if_exists(char *path)
{
    if (access(path, F_OK) == 0)
        return path;
    free(path);
    return NULL;
}

/* The first line of paretop.srcdir in a folder. Only if the program's owner wrote it: the
 * folder may be one where anybody can put files. */
static char *
read_source_folder(const char *folder, uid_t owner)
{
    char *name = path_join(folder, "paretop.srcdir");
    struct stat status;
    struct file_bytes bytes;
    char *source = NULL;

    if (stat(name, &status) == 0 && status.st_uid == owner
        && file_open_bytes(name, &bytes, NULL)) {
        const char *end = bytes.length > 0 ? memchr(bytes.data, '\n', bytes.length) : NULL;

        source = mem_strndup(bytes.length > 0 ? bytes.data : "",
            end != NULL ? (size_t)(end - bytes.data) : bytes.length);
        file_close_bytes(&bytes);
    }
    free(name);
    return source;
}

/* The source tree, if the program runs from its build tree: the marker lies beside it, or
 * up to two folders above (tests/unit/). NULL elsewhere. */
static char *
source_folder(void)
{
    char *program = real_path("/proc/self/exe"), *source = NULL;
    struct stat status;

    if (program == NULL)
        return NULL;
    if (stat(program, &status) == 0) {
        for (int level = 0; level < 3 && source == NULL; level++) {
            char *folder = folder_of(program);

            free(program);
            program = folder;
            source = read_source_folder(folder, status.st_uid);
        }
    }
    free(program);
    return source;
}

static char *
own_file(const char *variable, const char *part, const char *installed, const char *name)
{
    const char *chosen = getenv(variable);
    char *path = NULL, *source, *folder;

    if (chosen != NULL && chosen[0] != '\0')
        path = if_exists(path_join(chosen, name));
    source = path == NULL ? source_folder() : NULL;
    if (source != NULL) {
        folder = path_join(source, part);
        path = if_exists(path_join(folder, name));
        free(folder);
        free(source);
    }
    return path != NULL ? path : if_exists(path_join(installed, name));
}

char *
path_share(const char *name)
{
    return own_file("PARETOP_SHARE", "share", PARETOP_PKGDATADIR, name);
}

char *
path_data(const char *name)
{
    return own_file("PARETOP_DATA", "data", PARETOP_PKGDATADIR "/data", name);
}

char *
path_config(const char *name)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    if (config != NULL && config[0] == '/')     /* the specification ignores others */
        return mem_printf("%s/paretop/%s", config, name);
    if (home != NULL && home[0] != '\0')
        return mem_printf("%s/.config/paretop/%s", home, name);
    return NULL;
}

/* --- folders --- */

static int
compare_names(const void *a, const void *b)
{
    const char *left = *(char *const *)a, *right = *(char *const *)b;
    int order = text_compare_natural(left, right);

    return order != 0 ? order : strcmp(left, right);
}

char **
folder_names(const char *folder, const char *ending, size_t *n)
{
    DIR *handle = opendir(folder);
    size_t capacity = 0, cut = strlen(ending);
    struct dirent *entry;
    char **names = NULL;

    *n = 0;
    if (handle == NULL)
        return NULL;
    ARRAY_RESERVE(names, 16, capacity);
    while ((entry = readdir(handle)) != NULL) {
        size_t length = strlen(entry->d_name);

        if (entry->d_name[0] != '.' && length >= cut
            && strcmp(entry->d_name + length - cut, ending) == 0)
            ARRAY_PUSH(names, *n, capacity, mem_strdup(entry->d_name));
    }
    closedir(handle);
    qsort(names, *n, sizeof *names, compare_names);
    return names;
}

/* --- time --- */

double
clock_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
