/* store_helper.h - what the tests of the store share: small tables in a folder of their own,
 * stores with them in it, and frames out of those. Included after cmocka. */
#ifndef PARETOP_TESTS_STORE_HELPER_H
#define PARETOP_TESTS_STORE_HELPER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/store.h"

static char folder[] = "/tmp/paretop-test-XXXXXX";
static struct error err;

static inline char *
write_file(const char *name, const char *text)
{
    char *path = mem_printf("%s/%s", folder, name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
    return path;
}

static inline bool
import_with(struct store *store, const char *path, const char *map, struct import_summary *summary)
{
    const struct import_options options = { .map = &map, .n_map = map != NULL };

    return store_import(store, &path, 1, &options, summary, &err);
}

/* A private store with these tables in it, in files t0.csv, t1.csv, ... */
static inline struct store *
store_of(const char *const *tables, size_t n)
{
    struct store *store;

    assert_true(store_open(&store, NULL, STORE_WRITE, &err));
    for (size_t i = 0; i < n; i++) {
        struct import_summary summary;
        char *name = mem_printf("t%zu.csv", i), *path = write_file(name, tables[i]);

        if (!import_with(store, path, NULL, &summary))
            fail_msg("%s", err.message);
        import_summary_release(&summary);
        unlink(path);
        free(path);
        free(name);
    }
    return store;
}

static inline struct frame *
frame_of(struct store *store, const struct frame_query *query)
{
    struct frame *frame;

    if (!store_frame(store, query, &frame, &err))
        fail_msg("%s", err.message);
    return frame;
}

static inline const struct column *
column_of(const struct frame *frame, const char *name)
{
    int column = frame_column(frame, name);

    if (column == FRAME_NONE)
        fail_msg("no column %s", name);
    return &frame->columns[column];
}

static inline size_t
row_of(const struct frame *frame, const char *key)
{
    for (size_t r = 0; r < frame->rows; r++)
        if (strcmp(frame->key[r], key) == 0)
            return r;
    fail_msg("no point %s", key);
    return 0;
}

/* The value of a point in a measure. */
static inline double
value_at(const struct frame *frame, const char *measure, const char *key)
{
    return column_of(frame, measure)->value[row_of(frame, key)];
}

/* Whether some note of the frame holds these words. */
static inline bool
has_note(const struct frame *frame, const char *words)
{
    for (size_t i = 0; i < frame->n_notes; i++)
        if (strstr(frame->notes[i], words) != NULL)
            return true;
    return false;
}

static inline int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static inline int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

#endif
