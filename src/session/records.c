/* records.c - the records behind the points that a question keeps.
 *
 * A filter is about points. A lens that looks at records must not see those of models that
 * were filtered away, though a record alone may not have what the filter asks for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "session/records.h"

struct names { struct arena *arena; const char **item; size_t n, room; };

static void
add_name(struct names *names, const char *text, size_t length)
{
    if (length > 0)
        ARRAY_PUSH(names->item, names->n, names->room, arena_strndup(names->arena, text, length));
}

/* A point answers to the model in its key and to every name that files have for it. */
static void
add_names_of_points(struct names *names, const struct frame *points)
{
    int model = frame_column(points, "model");

    for (size_t i = 0; i < points->rows; i++) {
        const char *key = model != FRAME_NONE && points->columns[model].type == COLUMN_TEXT
            && points->columns[model].text[i] != NULL ? points->columns[model].text[i]
            : points->key[i];
        const char *line = points->written != NULL && points->written[i] != NULL
            ? points->written[i] : "";

        add_name(names, key, strlen(key));
        add_name(names, points->label[i], strlen(points->label[i]));
        for (size_t length; *line != '\0'; line += length + (line[length] == '\n')) {
            length = strcspn(line, "\n");
            add_name(names, line, length);
        }
    }
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Records of several files may name their model in columns of their own. */
static bool
is_of_names(const struct frame *records, size_t row, const struct names *names)
{
    for (size_t c = 0; c < records->n_columns; c++) {
        const struct column *column = &records->columns[c];

        if (column->role == ROLE_KEY && column->type == COLUMN_TEXT && column->text != NULL
            && column->text[row] != NULL && names->n > 0 && bsearch(&column->text[row],
            names->item, names->n, sizeof *names->item, by_text) != NULL)
            return true;
    }
    return false;
}

struct frame *
records_of_points(const struct frame *records, const struct frame *points)
{
    struct names names = { .arena = arena_new() };
    struct frame *kept;
    size_t *rows, n = 0;

    add_names_of_points(&names, points);
    if (names.n > 0)
        qsort(names.item, names.n, sizeof *names.item, by_text);
    rows = mem_alloc((records->rows + 1) * sizeof *rows);
    for (size_t i = 0; i < records->rows; i++)
        if (is_of_names(records, i, &names))
            rows[n++] = i;
    kept = frame_select(records, rows, n);
    free(rows);
    free(names.item);
    arena_free(names.arena);
    return kept;
}
