/* test_store_oracles.c - tables of other people, where they are: every number of every record
 * is the double that the C library makes of its text. Skipped without PARETOP_SHARED. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <math.h>

#include "base/file.h"
#include "base/number.h"
#include "unit/skip.h"
#include "unit/store_helper.h"

/* The fields of one record of RFC 4180, unquoted in place; returns what follows it. */
static char *
split_record(char *at, char **fields, size_t most, size_t *n)
{
    for (*n = 0; *n < most;) {
        char *to = at;
        bool quoted = *at == '"';

        fields[(*n)++] = at;
        at += quoted;
        while (*at != '\0' && (quoted || (*at != ',' && *at != '\n'))) {
            if (quoted && at[0] == '"' && at[1] != '"') {
                quoted = false;
                at++;
                continue;
            }
            at += quoted && at[0] == '"';
            *to++ = *at++;
        }
        if (*at == '\n' || *at == '\0') {
            bool end = *at == '\0';

            *to = '\0';
            return end ? at : at + 1;
        }
        *to = '\0';
        at++;
    }
    return at;
}

enum { MOST_FIELDS = 64 };

static size_t
compare(const struct frame *frame, char *text)
{
    char *names[MOST_FIELDS], *cells[MOST_FIELDS];
    size_t n, width, compared = 0;

    text = split_record(text, names, MOST_FIELDS, &width);
    for (size_t r = 0; r < frame->rows; r++) {
        text = split_record(text, cells, MOST_FIELDS, &n);
        assert_int_equal(n, width);
        for (size_t i = 0; i < n; i++) {
            const struct column *column = column_of(frame, names[i]);
            double value = column->type == COLUMN_NUMBER ? column->value[r] : NAN;

            if (column->type == COLUMN_NUMBER && *cells[i] != '\0'
                && value != strtod(cells[i], NULL))
                fail_msg("record %zu, %s: %.17g, not %s", r, names[i], value, cells[i]);
            compared += column->type == COLUMN_NUMBER;
        }
    }
    return compared;
}

static void
compare_file(const char *path)
{
    const char *none[] = { "none" };
    struct import_summary summary;
    struct file_bytes bytes;
    struct store *store;
    struct frame *frame;
    char *text;

    assert_true(store_open(&store, NULL, STORE_WRITE, &err));
    if (!import_with(store, path, NULL, &summary))
        fail_msg("%s", err.message);
    import_summary_release(&summary);
    frame = frame_of(store, &(struct frame_query){ .by = "row", .missing = none, .n_missing = 1 });
    assert_true(file_open_bytes(path, &bytes, &err));
    text = mem_strndup(bytes.data, bytes.length);
    file_close_bytes(&bytes);
    if (compare(frame, text) == 0)
        fail_msg("%s: no numbers", path);
    free(text);
    frame_free(frame);
    store_close(store);
}

static void
numbers_are_those_of_the_file(void **state)
{
    const char *shared = getenv("PARETOP_SHARED");
    char *folder_path;
    struct dirent *entry;
    DIR *folder_open;
    size_t files = 0;

    (void)state;
    if (shared == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    folder_path = path_join(shared, "oracles/frontier");
    folder_open = opendir(folder_path);
    if (folder_open == NULL)
        SKIP_TEST("no frontier cases in PARETOP_SHARED");
    while ((entry = readdir(folder_open)) != NULL)
        if (strstr(entry->d_name, ".input.csv") != NULL) {
            char *path = path_join(folder_path, entry->d_name);

            compare_file(path);
            files++;
            free(path);
        }
    closedir(folder_open);
    free(folder_path);
    assert_true(files > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(numbers_are_those_of_the_file) };

    return cmocka_run_group_tests_name("store, tables of others", tests, make_folder, remove_folder);
}
