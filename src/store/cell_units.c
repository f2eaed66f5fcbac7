/* cell_units.c - see cell_units.h.
 *
 * A column's unit is the one that its reader or its header states; else that of most of its
 * cells, which is what its readers will expect to see. Cells without a unit are in the stated
 * one, or in the only one that occurs. Where none of this says what a number means, as for 5
 * among "800 MB" and "1.2 GB", the column is text: that is seen at once, a wrong number is not.
 * The numbers are stored already when this is decided, so what has to be another one is read
 * again from the text that is kept beside it.
 */
#include "store/cell_units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "store/ingest_parts.h"

enum { MOST_KINDS = 16, COUNT_LENGTH = 24 };

/* A bare number among "7B" and "350M" is a count if it is at least that: 13 is not. */
static const double least_count = 1000;

/* What a column's cells become. */
struct plan {
    const char *target;            /* unit of the column; NULL: none, or the usual one */
    double factor[MOST_KINDS];     /* of each kind, NaN: it is left as text */
    const char *from[MOST_KINDS];  /* unit of each kind */
    bool shares, counts;           /* percents are divided by 100; letters are taken for counts */
    bool of_parameters;            /* sizes that are no bytes */
};

/* --- collecting --- */

void
cell_units_release(struct cell_units *units)
{
    free(units->kinds);
    *units = (struct cell_units){ .kinds = NULL };
}

static void
add_kind(struct cell_units *units, const char *unit, bool is_count, uint64_t record)
{
    size_t i = units->last;

    if (i >= units->n || units->kinds[i].is_count != is_count
        || strcmp(units->kinds[i].unit, unit) != 0)
        for (i = 0; i < units->n && (units->kinds[i].is_count != is_count
                || strcmp(units->kinds[i].unit, unit) != 0); i++)
            ;
    if (i == units->n) {
        struct unit_cells kind = { .is_count = is_count, .first = record };

        if (units->n == MOST_KINDS) {
            units->many = true;
            return;
        }
        memcpy(kind.unit, unit, strlen(unit) + 1);
        ARRAY_PUSH(units->kinds, units->n, units->capacity, kind);
    }
    units->kinds[i].n++;
    units->last = i;
}

void
cell_units_add(struct cell_units *units, const struct number *number, uint64_t record)
{
    if (number->unit[0] != '\0') {
        add_kind(units, number->unit, false, record);
        return;
    }
    if (number->value == 0 || number->value == -1 || isinf(number->value))
        return;
    if (units->bare++ == 0) {
        units->bare_first = record;
        units->bare_least = units->bare_most = number->value;
    }
    units->bare_fraction = units->bare_fraction || !number->is_integer;
    if (number->value < units->bare_least)
        units->bare_least = number->value;
    if (number->value > units->bare_most)
        units->bare_most = number->value;
}

/* "7B", "1.5 M": its number and its letter. */
static bool
parse_count(const char *text, size_t length, double *value, char letter[2])
{
    char digits[COUNT_LENGTH];

    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length < 2 || length >= sizeof digits || catalogue_count_unit(text[length - 1]) == NULL
        || text[0] < '0' || text[0] > '9')
        return false;
    letter[0] = text[length - 1];
    letter[1] = '\0';
    for (length--; length > 0 && text[length - 1] == ' '; length--)
        ;
    memcpy(digits, text, length);
    digits[length] = '\0';
    return number_parse_plain(digits, value);
}

void
cell_units_add_text(struct cell_units *units, const char *text, size_t length, uint64_t record)
{
    double value;
    char letter[2];

    if (!parse_count(text, length, &value, letter))
        return;
    units->counts++;
    add_kind(units, letter, true, record);
}

/* --- deciding --- */

static bool
is_unit(const struct ingest *ingest, const char *unit, const char *other)
{
    return unit != NULL && (strcmp(unit, other) == 0
        || !isnan(catalogue_factor(ingest->store->catalogue, unit, other)));
}

/* Whether cells of the column may be measurements at all: names and conditions keep their
 * texts. */
static bool
may_have_units(const struct field *field)
{
    enum column_guess guess = catalogue_guess(field->name);

    if (field->told != SINK_UNKNOWN && field->told != SINK_VALUE && field->told != SINK_MEASURE
        && field->told != SINK_SE)
        return false;
    return field->told != SINK_UNKNOWN || ((guess == GUESS_NONE || guess == GUESS_VALUE)
        && catalogue_condition(field->name) == NULL);
}

/* Whether another column names the models, so that "7B" need not. */
static bool
has_other_names(const struct ingest *ingest, const struct field *field)
{
    for (size_t i = 0; i < ingest->n_fields; i++) {
        const struct field *other = &ingest->fields[i];

        if (other != field && (other->told == SINK_MODEL || other->texts > other->units.counts
                || (catalogue_guess(other->name) == GUESS_MODEL && other->numbers > 0)))
            return true;
    }
    return false;
}

/* Letters, of which "B" is the most telling: nobody writes bytes as 7B. */
struct letters { size_t kinds; bool billions, blank_only; };

static struct letters
letters_of(const struct cell_units *units)
{
    struct letters letters = { 0, false, true };

    for (size_t i = 0; i < units->n; i++)
        if (units->kinds[i].unit[1] == '\0'
            && catalogue_count_unit(units->kinds[i].unit[0]) != NULL) {
            letters.kinds++;
            letters.blank_only = letters.blank_only && !units->kinds[i].is_count;
            letters.billions = letters.billions || (units->kinds[i].is_count
                && units->kinds[i].unit[0] == 'B');
        }
    return letters;
}

/* The unit of a kind of cells, as it is shown. */
static const char *
meaning(const struct ingest *ingest, const struct cell_units *units, const struct unit_cells *kind,
    const char *usual)
{
    static const char *const bytes[] = { "kB", "kB", "MB", "GB", "TB" };
    const char *shown = catalogue_unit(ingest->store->catalogue, kind->unit), *letter;
    struct letters letters = letters_of(units);

    if (kind->unit[1] != '\0' || catalogue_count_unit(kind->unit[0]) == NULL)
        return shown != NULL ? shown : kind->unit;
    letter = strchr("kKMGT", kind->unit[0]);
    if (is_unit(ingest, usual, "B") && !letters.billions)
        return letter != NULL ? bytes[letter - "kKMGT"] : "B";
    if (kind->is_count || letters.kinds > 1 || is_unit(ingest, usual, "parameter")
        || is_unit(ingest, usual, "token"))
        return catalogue_count_unit(kind->unit[0]);
    return shown != NULL ? shown : kind->unit;
}

/* Cells without a unit beside those with one say what they mean, or do not. */
static bool
bare_are_clear(const struct cell_units *units, const char *stated, const struct plan *plan,
    size_t n_meanings)
{
    if (units->bare == 0 || stated != NULL)
        return true;
    if (plan->counts)
        return units->bare_least >= least_count;
    if (plan->shares)
        return true;
    return n_meanings == 1 && !(strcmp(plan->target, "%") == 0 && units->bare_most <= 1);
}

/* Shares of 1, among which a few are written in percent. */
static bool
are_shares(const struct cell_units *units)
{
    return units->bare > 0 && units->bare_fraction && units->bare_most <= 1
        && units->bare_least >= -1;
}

/* The unit of most cells; of two, that of the first. */
static const char *
commonest(const char *const *meanings, const struct cell_units *units, bool counts)
{
    const char *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < units->n; i++) {
        size_t n = 0;

        if (units->kinds[i].is_count && !counts)
            continue;
        for (size_t k = 0; k < units->n; k++)
            if ((!units->kinds[k].is_count || counts) && strcmp(meanings[k], meanings[i]) == 0)
                n += units->kinds[k].n;
        if (n > most) {
            most = n;
            best = meanings[i];
        }
    }
    return best;
}

/* Factors to the target; false if a kind has none. *n_meanings: how many units there are. */
static bool
fill_factors(const struct ingest *ingest, const struct cell_units *units,
    const char *const *meanings, struct plan *plan, size_t *n_meanings)
{
    bool fits = true;

    *n_meanings = 0;
    for (size_t i = 0; i < units->n; i++) {
        const char *to = plan->target != NULL ? plan->target : "one";
        size_t before = 0;

        plan->factor[i] = NAN;
        if (units->kinds[i].is_count && !plan->counts)
            continue;
        while (before < i && strcmp(meanings[before], meanings[i]) != 0)
            before++;
        *n_meanings += before == i;
        plan->factor[i] = strcmp(meanings[i], to) == 0 ? 1
            : catalogue_factor(ingest->store->catalogue, meanings[i], to);
        fits = fits && !isnan(plan->factor[i]);
    }
    return fits;
}

/* Whether the letters of the column's texts make counts of them. */
static bool
texts_are_counts(const struct ingest *ingest, const struct field *field)
{
    return field->units.counts > 0 && field->units.counts == field->texts
        && has_other_names(ingest, field);
}

/* False: the units do not go together. */
static bool
make_plan(const struct ingest *ingest, const struct field *field, struct plan *plan)
{
    const struct measure_facts facts = catalogue_find(ingest->store->catalogue, field->name);
    const struct cell_units *units = &field->units;
    const char *stated = field->unit != NULL ? field->unit : facts.written;
    const char *const *meanings = plan->from;
    size_t n_meanings;
    bool fits;

    *plan = (struct plan){ .counts = texts_are_counts(ingest, field) };
    for (size_t i = 0; i < units->n; i++)
        plan->from[i] = meaning(ingest, units, &units->kinds[i],
            facts.unit != NULL ? facts.unit : field->unit);
    plan->target = stated != NULL ? stated : commonest(meanings, units, plan->counts);
    if (plan->target != NULL && stated == NULL && is_unit(ingest, plan->target, "one")) {
        plan->target = NULL;
        plan->counts = true;
        plan->of_parameters = is_unit(ingest, facts.unit, "B");
    }
    fits = fill_factors(ingest, units, meanings, plan, &n_meanings);
    if (fits && stated == NULL && plan->target != NULL && strcmp(plan->target, "%") == 0
        && n_meanings == 1 && are_shares(units)) {
        plan->shares = true;
        plan->target = NULL;
        for (size_t i = 0; i < units->n; i++)
            plan->factor[i] *= 0.01;
    }
    return fits && !units->many && bare_are_clear(units, stated, plan, n_meanings);
}

/* --- converting --- */

/* Kind of a stored text and the number in it; SIZE_MAX if it has no unit. */
static size_t
kind_of_text(const struct ingest *ingest, const struct cell_units *units, const char *text,
    double *value)
{
    struct number number;
    char letter[2];
    const char *unit;
    bool is_count;

    is_count = number_parse(text, strlen(text), &ingest->style, &number) != NUMBER_VALUE;
    if (is_count && !parse_count(text, strlen(text), &number.value, letter))
        return SIZE_MAX;
    unit = is_count ? letter : number.unit;
    *value = number.value;
    for (size_t i = 0; i < units->n; i++)
        if (units->kinds[i].is_count == is_count && strcmp(units->kinds[i].unit, unit) == 0)
            return i;
    return SIZE_MAX;
}

/* Where a record is, as other messages of an import say it; caller frees. */
char *
ingest_place(struct ingest *ingest, uint64_t record)
{
    sqlite3_stmt *stmt;
    char *sql = mem_printf("SELECT place FROM wide_%zu WHERE row = %lld", ingest->n_fields,
        (long long)record_key(ingest->source, record));
    char *place = NULL;

    feed_wait(ingest->store->feed);
    stmt = sql_prepare(ingest->store->db, sql, NULL);
    free(sql);
    if (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW)
        place = mem_strdup(sql_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return place != NULL ? place
        : mem_printf("record %llu", (unsigned long long)record);
}

/* What was converted. */
struct repair { size_t n; uint64_t first; char *text; double value; bool fractions; };

static void
count_repair(struct repair *repair, uint64_t record, const char *text, double value)
{
    if (repair->n++ == 0) {
        repair->first = record;
        repair->text = mem_strdup(text);
        repair->value = value;
    }
    repair->fractions = repair->fractions || value != floor(value);
}

/* Marks a cell's text as kept apart in the record's forms. */
static bool
mark_raw(struct ingest *ingest, sqlite3_stmt *update, int64_t key, size_t ordinal,
    const void *form, size_t n_form, struct error *err)
{
    memset(ingest->form, FORM_SHORTEST, ingest->n_fields);
    if (form != NULL)
        memcpy(ingest->form, form, n_form < ingest->n_fields ? n_form : ingest->n_fields);
    ingest->form[ordinal] = FORM_RAW;
    sqlite3_bind_blob(update, 1, ingest->form,
        (int)(n_form > ordinal + 1 ? n_form : ordinal + 1), SQLITE_STATIC);
    sql_int(update, 2, key);
    return sql_run(update, err);
}

/* Texts of counts go into `raw`, as if they had been numbers from the beginning. */
static bool
keep_texts(struct ingest *ingest, size_t ordinal, struct error *err)
{
    long long first = record_key(ingest->source, 0), last = record_key(ingest->source, UINT32_MAX);
    char *select = mem_printf("SELECT row, form FROM wide_%zu WHERE row BETWEEN %lld AND %lld AND"
        " typeof(c%zu) = 'text'", ingest->n_fields, first, last, ordinal);
    char *change = mem_printf("UPDATE wide_%zu SET form = ? WHERE row = ?", ingest->n_fields);
    bool done = sql_execf(ingest->store->db, err, "INSERT INTO raw (source, row, ordinal, text)"
        " SELECT %lld, row - %lld, %d, c%d FROM wide_%d WHERE row BETWEEN %lld AND %lld AND"
        " typeof(c%d) = 'text'", (long long)ingest->source, first, (int)ordinal, (int)ordinal,
        (int)ingest->n_fields, first, last, (int)ordinal);
    sqlite3_stmt *rows = done ? sql_prepare(ingest->store->db, select, err) : NULL;
    sqlite3_stmt *update = rows != NULL ? sql_prepare(ingest->store->db, change, err) : NULL;

    done = update != NULL;
    while (done && sqlite3_step(rows) == SQLITE_ROW)
        done = mark_raw(ingest, update, sqlite3_column_int64(rows, 0), ordinal,
            sqlite3_column_blob(rows, 1), (size_t)sqlite3_column_bytes(rows, 1), err);
    sqlite3_finalize(rows);
    sqlite3_finalize(update);
    free(select);
    free(change);
    return done;
}

/* Cells that are kept as text beside their number are read again. */
static bool
convert(struct ingest *ingest, size_t ordinal, const struct plan *plan, struct repair *repair,
    struct error *err)
{
    const struct cell_units *units = &ingest->fields[ordinal].units;
    char *change = mem_printf("UPDATE wide_%zu SET c%zu = ? WHERE row = ?", ingest->n_fields,
        ordinal);
    sqlite3_stmt *cells = sql_prepare(ingest->store->db,
        "SELECT row, text FROM raw WHERE source = ? AND ordinal = ? ORDER BY row", err);
    sqlite3_stmt *update = cells != NULL ? sql_prepare(ingest->store->db, change, err) : NULL;
    bool done = update != NULL;

    if (done) {
        sql_int(cells, 1, ingest->source);
        sql_int(cells, 2, (int64_t)ordinal);
    }
    while (done && sqlite3_step(cells) == SQLITE_ROW) {
        const char *text = sql_column_text(cells, 1);
        uint64_t record = (uint64_t)sqlite3_column_int64(cells, 0);
        double value;
        size_t kind = kind_of_text(ingest, units, text, &value);

        if (kind == SIZE_MAX || isnan(plan->factor[kind])
            || (plan->factor[kind] == 1 && !units->kinds[kind].is_count))
            continue;
        value = plan->shares ? number_scaled(value, plan->factor[kind])
            : catalogue_converted(ingest->store->catalogue, value, plan->from[kind],
                plan->target != NULL ? plan->target : "one");
        count_repair(repair, record, text, value);
        sql_real(update, 1, value);
        sql_int(update, 2, record_key(ingest->source, record));
        done = sql_run(update, err);
    }
    sqlite3_finalize(cells);
    sqlite3_finalize(update);
    free(change);
    return done;
}

static void
say_repair(struct field *field, const struct plan *plan, const struct repair *repair)
{
    char value[NUMBER_TEXT_MAX], *text;
    bool one = repair->n == 1;

    number_print(value, repair->value);
    text = mem_printf("%zu of %zu values %s %s%s: \"%s\" is %s%s%s", repair->n, field->numbers,
        one ? "was" : "were", plan->shares ? "in percent among shares of 1, and divided by 100"
        : plan->counts ? "read as a count" : "converted to ", plan->shares || plan->counts ? ""
        : plan->target, repair->text, value, plan->target != NULL ? " " : "",
        plan->target != NULL ? plan->target : "");
    repairs_add_words(&field->repairs, repair->first, text);
    free(text);
}

static void
say_bare(struct field *field, const char *unit)
{
    bool one = field->units.bare == 1;
    char *text = mem_printf("%zu of %zu values %s no unit and %s taken for %s, like the others",
        field->units.bare, field->numbers, one ? "has" : "have", one ? "is" : "are", unit);

    repairs_add_words(&field->repairs, field->units.bare_first, text);
    free(text);
}

static bool
apply(struct ingest *ingest, size_t ordinal, const struct plan *plan, struct error *err)
{
    struct field *field = &ingest->fields[ordinal];
    struct repair repair = { .n = 0 };
    const char *stated = field->unit != NULL ? field->unit
        : catalogue_find(ingest->store->catalogue, field->name).written;
    bool counts = plan->counts && field->units.counts > 0;

    if (counts) {
        if (!keep_texts(ingest, ordinal, err))
            return false;
        field->numbers += field->texts;
        field->raws += field->texts;
        field->texts = 0;
    }
    if (!convert(ingest, ordinal, plan, &repair, err))
        return false;
    field->has_fraction = repair.n == 0 ? field->has_fraction
        : repair.fractions || field->units.bare_fraction;
    if (repair.n > 0)
        say_repair(field, plan, &repair);
    if (stated == NULL && plan->target != NULL && field->units.bare > 0)
        say_bare(field, plan->target);
    if (field->unit == NULL)
        field->unit = mem_strdup(plan->of_parameters ? "parameter" : plan->target);
    free(repair.text);
    return true;
}

/* Of a column that is text by other cells only what is clearly measured is settled: a token
 * may make the rest of it numbers again. */
static bool
is_worth_settling(const struct ingest *ingest, const struct field *field)
{
    if (field->units.n == 0 || !may_have_units(field))
        return false;
    if (field->texts == 0 || texts_are_counts(ingest, field))
        return true;
    for (size_t i = 0; i < field->units.n; i++)
        if (!field->units.kinds[i].is_count
            && catalogue_unit(ingest->store->catalogue, field->units.kinds[i].unit) == NULL)
            return false;
    return field->numbers >= field->texts;
}

bool
cell_units_settle(struct ingest *ingest, struct error *err)
{
    for (size_t i = 0; i < ingest->n_fields; i++) {
        struct field *field = &ingest->fields[i];
        struct plan plan;

        if (!is_worth_settling(ingest, field))
            continue;
        if (make_plan(ingest, field, &plan)) {
            if (!apply(ingest, i, &plan, err))
                return false;
        } else if (field->numbers > 0) {
            field->units.conflict = true;
            field->texts++;                  /* the column is text from here on */
        }
    }
    return true;
}

/* --- what stays text --- */

static void
say_kinds(const struct cell_units *units, struct strbuf *out)
{
    for (size_t i = 0; i < units->n; i++)
        strbuf_printf(out, "%s%zu in %s", i == 0 ? "" : i + 1 == units->n ? " and " : ", ",
            units->kinds[i].n, units->kinds[i].unit);
}

static void
say_conflict(const struct field *field, struct strbuf *out)
{
    const struct cell_units *units = &field->units;

    strbuf_printf(out, "%s stays text: ", field->name);
    if (units->many)
        strbuf_puts(out, "its values have too many units");
    else if (units->bare > 0)
        strbuf_printf(out, "what %zu of its values without a unit mean%s is not clear beside ",
            units->bare, units->bare == 1 ? "s" : "");
    else
        strbuf_puts(out, "its units do not go together, ");
    if (!units->many)
        say_kinds(units, out);
    if (units->kinds[0].is_count)
        strbuf_puts(out, "; write all of them with a letter, or none");
    else
        strbuf_printf(out, "; %s, as in \"%s (%s)\"", units->bare > 0 && !units->many
            ? "name the unit in the header" : "give each unit a column of its own", field->name,
            units->kinds[0].unit);
}

/* Of "3 apples" and "4 pears" nothing is said. */
static bool
any_known(const struct ingest *ingest, const struct cell_units *units)
{
    for (size_t i = 0; i < units->n; i++)
        if (units->kinds[i].is_count
            || catalogue_unit(ingest->store->catalogue, units->kinds[i].unit) != NULL)
            return true;
    return false;
}

void
cell_units_warn(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->n_fields; i++) {
        const struct field *field = &ingest->fields[i];
        const struct cell_units *units = &field->units;
        struct strbuf text;
        char *place;

        if (!units->conflict || field->role != FIELD_ATTRIBUTE || field->by_user
            || !any_known(ingest, units))
            continue;
        strbuf_init(&text);
        say_conflict(field, &text);
        place = ingest_place(ingest, units->bare > 0 ? units->bare_first
            : units->kinds[units->n - 1].first);
        ingest->counts.warnings++;
        ingest_note(ingest, "warning", place, text.data);
        free(place);
        strbuf_release(&text);
    }
}
