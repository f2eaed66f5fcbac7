/* odd_cells.c - see odd_cells.h. */
#include "store/odd_cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "store/ingest_parts.h"

enum { KEPT_BYTES = 200, SHOWN_WIDTH = 40, MOST_TOKENS = 3, FIRST_TEXTS = 16 };

void
odd_cells_release(struct odd_cells *odd)
{
    free(odd->first);
    odd->first = NULL;
}

static bool
has_decimal_comma(const char *text, size_t length)
{
    static const struct number_style comma = { .decimal = ',' };
    struct number number;

    return memchr(text, ',', length) != NULL
        && number_parse(text, length, &comma, &number) == NUMBER_VALUE;
}

/* Columns of other texts are not asked about each of them. */
void
odd_cells_add(struct odd_cells *odd, size_t before, const char *text, size_t length,
    uint64_t record)
{
    if (odd->first == NULL) {
        odd->first = mem_strndup(text, length < KEPT_BYTES ? length : KEPT_BYTES);
        odd->record = record;
    }
    if ((before < FIRST_TEXTS || odd->commas > before / 2) && has_decimal_comma(text, length))
        odd->commas++;
}

static void
put_short(struct strbuf *out, const char *text)
{
    strbuf_putc(out, '"');
    if (text_width(text, strlen(text)) <= SHOWN_WIDTH)
        strbuf_puts(out, text);
    else
        text_fit(out, text, SHOWN_WIDTH, TEXT_CUT_END, false);
    strbuf_putc(out, '"');
}

/* "--missing 'price=TBD,0,-1'": all texts of the column, if they are few, and what is taken as
 * missing in such a column anyhow, which the option would replace. */
static void
say_tokens(const struct catalogue *catalogue, const struct field *field, struct strbuf *out)
{
    const char *usual = catalogue_find(catalogue, field->name).missing;
    const struct seen *seen = &field->seen;
    char *name = text_escape(field->name);
    size_t n = seen->many ? 0 : seen->index.n;

    strbuf_printf(out, "--missing '%s=", name);
    for (size_t i = 0; i < n && i < MOST_TOKENS; i++) {
        char *token = text_escape(seen->index.names[i]);

        strbuf_printf(out, "%s%s", i > 0 ? "," : "", token);
        free(token);
    }
    if (n == 0)
        strbuf_puts(out, field->odd.first);
    if (n == 0 || n > MOST_TOKENS)
        strbuf_puts(out, ",...");
    if (usual != NULL)
        strbuf_printf(out, ",%s", usual);
    strbuf_puts(out, "' takes such cells as missing");
    free(name);
}

static void
say_commas(const struct field *field, struct strbuf *out)
{
    size_t all = field->texts + field->numbers;

    strbuf_printf(out, "%s stays text: ", field->name);
    put_short(out, field->odd.first);
    strbuf_printf(out, " has a decimal comma (%zu of its %zu values); write a point, or put"
        " semicolons between the cells, where a comma is the decimal sign", field->texts, all);
}

static void
say_share(const struct field *field, struct strbuf *out)
{
    strbuf_printf(out, "%zu of its %zu values %s, %s", field->texts, field->texts + field->numbers,
        field->texts == 1 ? "is no number" : "are no numbers",
        field->texts == 1 ? "" : "the first ");
    put_short(out, field->odd.first);
}

static void
say_odd(const struct catalogue *catalogue, const struct field *field, struct strbuf *out)
{
    strbuf_printf(out, "%s looks numeric, but is text: ", field->name);
    say_share(field, out);
    strbuf_puts(out, "; ");
    say_tokens(catalogue, field, out);
    if (field->odd.commas > 0)
        strbuf_printf(out, "; a decimal comma (%zu of them) has to be a point", field->odd.commas);
}

/* "1m30s", "~12", "<0.1": somebody measured it; "3-shot" is a name. */
static bool
begins_like_number(const char *text)
{
    size_t digits;

    text += strspn(text, " \t<>~=+-$");
    digits = strspn(text, "0123456789.,");
    return digits > 0 && text[digits] != '-';
}

static void
say_unread(const struct field *field, struct strbuf *out)
{
    strbuf_printf(out, "%s looks like a measure, but is text: ", field->name);
    say_share(field, out);
    strbuf_puts(out, "; write numbers, which may have a unit behind them");
}

/* Names, conditions and what a user wants as text may be anything. */
static bool
may_be_odd(const struct field *field)
{
    enum column_guess guess = catalogue_guess(field->name);

    return field->role == FIELD_ATTRIBUTE && !field->by_user && field->texts > 0
        && field->odd.first != NULL && !field->units.conflict
        && (field->told == SINK_UNKNOWN || field->told == SINK_MEASURE || field->told == SINK_VALUE)
        && (guess == GUESS_NONE || guess == GUESS_VALUE || guess == GUESS_SE || guess == GUESS_N)
        && catalogue_condition(field->name) == NULL;
}

void
odd_cells_warn(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->n_fields; i++) {
        const struct field *field = &ingest->fields[i];
        bool known = catalogue_find(ingest->store->catalogue, field->name).known;
        struct strbuf text;
        char *place;

        if (!may_be_odd(field))
            continue;
        strbuf_init(&text);
        if (field->odd.commas == field->texts)
            say_commas(field, &text);
        else if (field->numbers > field->texts || (known && field->numbers == field->texts))
            say_odd(ingest->store->catalogue, field, &text);
        else if (known && begins_like_number(field->odd.first))
            say_unread(field, &text);
        if (text.length > 0) {
            place = ingest_place(ingest, field->odd.record);
            ingest->counts.warnings++;
            ingest_note(ingest, "warning", place, text.data);
            free(place);
        }
        strbuf_release(&text);
    }
}
