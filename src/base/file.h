/* file.h - paths, whole files in memory, where the program's own files are. */
#ifndef PARETOP_BASE_FILE_H
#define PARETOP_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/* A file's bytes, mapped when it is a regular file and read otherwise. data is followed by
 * nothing: use length. */
struct file_bytes {
    const char *data;
    size_t length;
    bool mapped;
};

bool file_open_bytes(const char *path, struct file_bytes *out, struct error *err);
/* The same; what cannot be mapped (a pipe, a device) is refused beyond `most` bytes. */
bool file_open_within(const char *path, size_t most, struct file_bytes *out,
    struct error *err);
bool file_read_fd(int fd, size_t most, struct file_bytes *out, struct error *err);
void file_close_bytes(struct file_bytes *bytes);

/* Writes through a temporary file in the same folder and a rename: all or nothing. */
bool file_write_whole(const char *path, const void *data, size_t length, struct error *err);

char *path_join(const char *folder, const char *name);   /* caller frees */
const char *path_base(const char *path);                 /* part after the last '/' */
bool path_is_folder(const char *path);
/* Names in a folder that end in `ending` ("": all), hidden ones left out, 2 before 10. The
 * caller frees them and the array; NULL with errno set if the folder cannot be read. */
char **folder_names(const char *folder, const char *ending, size_t *n);
char *path_absolute(const char *path);                   /* caller frees; need not exist */

/* A file of share/ or data/: PARETOP_SHARE and PARETOP_DATA in the environment, then the
 * source tree if the program runs from its build tree, then the installed folders.
 * Caller frees; NULL if it is in none of them. */
char *path_share(const char *name);
char *path_data(const char *name);
/* $XDG_CONFIG_HOME/paretop/name or ~/.config/paretop/name; NULL without HOME. Caller frees. */
char *path_config(const char *name);

/* Seconds since some fixed point, for durations. */
double clock_seconds(void);

#endif
