/* repairs.c - see repairs.h. */
#include "store/repairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "store/ingest_parts.h"

enum { SHOWN_WIDTH = 22 };

void
repairs_release(struct repairs *repairs)
{
    free(repairs->said);
    repairs->said = NULL;
}

static void
count(struct repaired_cells *cells, const char *text, size_t length, uint64_t record)
{
    if (cells->n++ > 0)
        return;
    cells->first = record;
    if (length >= sizeof cells->text)
        length = sizeof cells->text - 1;
    memcpy(cells->text, text, length);
    cells->text[length] = '\0';
}

void
repairs_add(struct repairs *repairs, const struct number *number, const char *text,
    size_t length, uint64_t record)
{
    if (number->unit[0] != '\0')
        count(&repairs->units, text, length, record);
    if (number->grouped)
        count(&repairs->grouped, text, length, record);
}

void
repairs_add_words(struct repairs *repairs, uint64_t record, const char *words)
{
    char *before = repairs->said;

    if (before == NULL)
        repairs->said_first = record;
    repairs->said = before == NULL ? mem_strdup(words) : mem_printf("%s; %s", before, words);
    free(before);
}

/* "3 of 5 values are written with a unit ("$0.30")"; further: of a column of which the line says
 * something already. */
static void
say_written(struct strbuf *line, const struct field *field, const struct repaired_cells *cells,
    const char *with)
{
    bool further = line->length > 0;

    if (cells->n == 0)
        return;
    strbuf_printf(line, "%s%zu", further ? "; " : "", cells->n);
    if (!further)
        strbuf_printf(line, " of %zu value%s", field->numbers, field->numbers == 1 ? "" : "s");
    strbuf_printf(line, " %s written with %s (\"", cells->n == 1 ? "is" : "are", with);
    text_fit(line, cells->text, SHOWN_WIDTH, TEXT_CUT_END, false);
    strbuf_puts(line, "\")");
}

/* Names and what is left out are kept as they came: nothing of them was repaired. */
static bool
is_read_as_number(const struct field *field)
{
    return field->texts == 0 && field->role != FIELD_MODEL && field->role != FIELD_IGNORE
        && field->role != FIELD_ITEM;
}

static void
say_column(struct ingest *ingest, const struct field *field)
{
    const struct repairs *repairs = &field->repairs;
    const struct repaired_cells *first = repairs->units.n > 0 ? &repairs->units
        : &repairs->grouped;
    struct strbuf line;
    char *place, *text;

    strbuf_init(&line);
    if (repairs->said != NULL)
        strbuf_puts(&line, repairs->said);
    if (is_read_as_number(field)) {
        say_written(&line, field, &repairs->units, "a unit");
        say_written(&line, field, &repairs->grouped, "separators of thousands");
    }
    if (line.length > 0) {
        place = ingest_place(ingest, repairs->said != NULL ? repairs->said_first : first->first);
        text = mem_printf("%s: %s", field->name, line.data);
        ingest_note(ingest, "repair", place, text);
        free(text);
        free(place);
    }
    strbuf_release(&line);
}

void
repairs_say(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->n_fields; i++)
        say_column(ingest, &ingest->fields[i]);
}
