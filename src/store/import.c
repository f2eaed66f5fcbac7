/* import.c - files into the store: walk, recognise, read, each all or nothing.
 *
 * A source is its absolute path (contract 4). Each file has a savepoint; small files share a
 * transaction of at most a second or 64 MB, because a synchronous commit costs a millisecond.
 * A killed import leaves the database as the last commit had it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/sha256.h"
#include "base/text.h"
#include "read/json_document.h"
#include "store/identity.h"
#include "store/ingest.h"
#include "store/sources.h"
#include "store/spellings.h"

enum { SHARED_BYTES = 64 << 20, MOST_NOTES = 5000 };
static const double shared_seconds = 1.0;

struct importing {
    struct store *store;
    const struct import_options *options;
    struct import_summary *summary;
    struct role_map map;
    char *option_text;              /* what makes another import of the same bytes */
    char *said;                     /* the same, with the mapping of the file in hand */
    double began, batch_began;
    size_t batch_bytes;
    uint64_t read_bytes, read_most; /* of what readers were given */
    bool in_batch;
    struct import_progress progress;
    const struct ingest *ingest;    /* of the file being read, or NULL */
    bool cancelled;
};

static void
note_push(struct import_note **notes, size_t *n, const char *source, const char *place,
    const char *text, const char *kind)
{
    *notes = mem_resize(*notes, *n + 1, sizeof **notes);
    (*notes)[(*n)++] = (struct import_note){ mem_strdup(source), mem_strdup(place),
        mem_strdup(text), mem_strdup(kind) };
}

static bool
batch_begin(struct importing *im, struct error *err)
{
    if (im->in_batch)
        return true;
    im->batch_began = clock_seconds();
    im->batch_bytes = 0;
    im->in_batch = sql_exec(im->store->db, "BEGIN IMMEDIATE", err);
    return im->in_batch;
}

static bool
batch_end(struct importing *im, struct error *err)
{
    if (!im->in_batch)
        return true;
    im->in_batch = false;
    return sql_exec(im->store->db, im->options->dry_run ? "ROLLBACK" : "COMMIT", err);
}

static bool
report(void *context, size_t bytes_done)
{
    struct importing *im = context;
    struct import_progress now = im->progress;

    now.bytes_done += bytes_done;
    if (im->ingest != NULL)
        now.records += ingest_count(im->ingest);
    if (im->options->progress != NULL
        && !im->options->progress(im->options->context, &now))
        im->cancelled = true;
    return !im->cancelled;
}

static void
note_same_content(struct importing *im, const struct input *input, const char *sha256)
{
    char *other = sources_same_content(im->store, input->path, sha256);
    char *text;

    if (other == NULL)
        return;
    text = mem_printf("same content as %s", other);
    im->summary->files_same_content++;
    note_push(&im->summary->notes, &im->summary->n_notes, input->name, NULL, text, "");
    free(text);
    free(other);
}

/* --- one file --- */

static void
take_counts(struct importing *im, const struct ingest *ingest, const struct reader *reader)
{
    struct import_summary *s = im->summary;
    size_t i;

    s->records += ingest->counts.records;
    s->scores += ingest->counts.scores;
    s->items += ingest->counts.items;
    s->preferences += ingest->counts.preferences;
    s->episodes += ingest->counts.episodes;
    s->rejects += ingest->counts.rejects;
    s->warnings += ingest->counts.warnings;
    s->suspects += ingest->counts.suspects;
    for (i = 0; i < s->n_formats && strcmp(s->formats[i].title, reader->title) != 0; i++)
        ;
    if (i == s->n_formats)
        ARRAY_PUSH(s->formats, s->n_formats, s->formats_capacity,
            ((struct import_format){ .title = reader->title }));
    s->formats[i].files++;
}

/* Warnings of the source, for the summary. */
static void
take_notes(struct importing *im, int64_t source, const char *name)
{
    sqlite3_stmt *stmt = store_statement(im->store, STATEMENT_NOTES,
        "SELECT place, text, kind FROM warning WHERE source = ?1 AND (kind <> 'role' OR ?2) ORDER BY"
        " rowid", NULL);

    if (stmt == NULL)
        return;
    sql_int(stmt, 1, source);
    sql_int(stmt, 2, im->summary->files_read < SUMMARY_FEW_FILES);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        if (im->summary->n_notes < MOST_NOTES)
            note_push(&im->summary->notes, &im->summary->n_notes, name, sql_column_text(stmt, 0),
                sql_column_text(stmt, 1), sql_column_text(stmt, 2));
        else
            im->summary->notes_left_out++;
    sqlite3_reset(stmt);
}

/* Returns the id of the new source, 0 if nothing came of it. */
static int64_t
read_into(struct importing *im, const struct input *input, const struct reader *reader,
    struct error *err)
{
    const struct import_options *options = im->options;
    struct ingest_options ingest_options = { &im->map, options->set, options->n_set };
    struct read_options read_options = { .lenient = options->lenient };
    struct ingest ingest;
    int64_t source = sources_add(im->store, input, im->said, err);
    bool done;

    if (source == 0)
        return 0;
    ingest_init(&ingest, im->store, source, input->name, &ingest_options);
    ingest.progress = report;
    ingest.progress_context = im;
    im->ingest = &ingest;
    done = reader_read(reader, input, &read_options, &ingest.sink, err)
        && (ingest.mentioned.n < 2 || (identity_settle(im->store, source, err)
                && (ingest.n_fields == 0 || spellings_warn(&ingest, err))));
    im->ingest = NULL;
    if (!done && im->cancelled)
        error_set(err, ERROR_CANCELLED, "cancelled: nothing of %s was kept", input->name);
    if (done) {
        im->progress.records += ingest_count(&ingest);
        take_counts(im, &ingest, reader);
        take_notes(im, source, input->name);
    }
    ingest_release(&ingest);
    return done ? source : 0;
}

static const struct reader *
choose_reader(struct importing *im, const struct input *input, struct error *err)
{
    const struct reader *reader;

    if (im->options->format == NULL) {
        reader = reader_sniff(input);
        if (reader == NULL && !json_explain(input, err)) {
            error_set(err, ERROR_REQUEST, "%s: %s",
                strcmp(input->name, "-") == 0 ? "standard input" : input->name,
                input->length == 0 ? "the file is empty" : "no known format");
            if (input->length > 0)
                error_hint(err,
                    "--from NAME (import: --format NAME) overrides; paretop list formats names them");
        }
        return reader;
    }
    reader = reader_find(im->options->format);
    if (reader == NULL) {
        error_set(err, ERROR_USAGE, "no format \"%s\"", im->options->format);
        error_hint(err, "paretop list formats names them");
    }
    return reader;
}

/* Replaces or adds one file inside its savepoint. What was not there before is hashed while it
 * is read; else the hash says whether there is anything to read. */
static bool
import_one(struct importing *im, const struct input *input, const struct reader *reader,
    struct error *err)
{
    struct sha256_job *hashing = sha256_begin(input->data, input->length);
    char sha256[SHA256_HEX_SIZE];
    int64_t old = sources_find(im->store, input->path), added = 0;

    free(im->said);
    im->said = reader->stamp == NULL ? mem_strdup(im->option_text)
        : mem_printf("%s|mapping %s", im->option_text, reader->stamp);
    if (old != 0) {
        sha256_end(hashing, sha256);
        hashing = NULL;
        if (sources_is_same(im->store, old, sha256, im->said)) {
            im->summary->files_unchanged++;
            return true;
        }
    }
    if (sql_exec(im->store->db, "SAVEPOINT file", err)
        && (old == 0 || sources_drop(im->store, old, err)))
        added = read_into(im, input, reader, err);
    if (added != 0 && hashing != NULL)
        sha256_end(hashing, sha256);
    else
        sha256_give_up(hashing);
    if (added != 0 && sources_set_sha256(im->store, added, sha256, err)
        && (old == 0 || identity_collect(im->store, err))
        && sql_exec(im->store->db, "RELEASE file", err)) {
        note_same_content(im, input, sha256);
        sources_refuse(im->store, input->path, NULL, NULL);
        im->summary->files_read++;
        return true;
    }
    sql_exec(im->store->db, "ROLLBACK TO file; RELEASE file", NULL);
    return false;
}

static void
refuse(struct importing *im, const char *path, const char *name, const struct error *why)
{
    struct error copy = *why;

    if (!im->options->dry_run && why->kind != ERROR_USAGE)
        sources_refuse(im->store, path, name, why);
    im->summary->files_refused++;
    note_push(&im->summary->refused, &im->summary->n_refused, name, copy.hint, copy.message,
        "");
}

static void
note_unrecognised(struct importing *im, const struct input *input)
{
    im->summary->files_unrecognised++;
    if (im->summary->n_unrecognised < MOST_NOTES)
        note_push(&im->summary->unrecognised, &im->summary->n_unrecognised, input->name, NULL,
            input->length == 0 ? "with nothing in it"
            : json_explain(input, NULL) ? "of JSON that is broken" : "of no known format", "");
}

static bool
go_on(struct importing *im, struct error *err)
{
    return report(im, 0)
        || error_set(err, ERROR_CANCELLED, "cancelled: what was committed so far is kept");
}

static bool
within_total(struct importing *im, const struct input *input, struct error *err)
{
    char *most, *more;

    im->read_bytes += input->length;
    if (im->read_bytes <= im->read_most)
        return true;
    most = input_size_text(im->read_most);
    more = input_size_text(4 * im->read_most);
    error_set(err, ERROR_REQUEST, "%s: with it more than %s bytes of results would be read",
        input->name, most);
    error_hint(err, "name a smaller folder, or allow more with --most total=%s", more);
    free(most);
    free(more);
    return false;
}

/* What is in a folder and of no known format is left alone after a look at its first bytes. */
static bool
wants(void *context, const struct input *head)
{
    struct importing *im = context;

    im->progress.file = head->name;
    if (!head->in_folder || im->options->format != NULL || reader_may_know(head))
        return true;
    im->progress.files_done++;
    note_unrecognised(im, head);
    return false;
}

static bool
visit(void *context, const struct input *input, struct error *err)
{
    struct importing *im = context;
    struct error why = { .kind = ERROR_NONE };
    const struct reader *reader = choose_reader(im, input, &why);
    bool done;

    im->progress.file = input->name;
    if (reader == NULL && input->in_folder && im->options->format == NULL) {
        im->progress.files_done++;
        im->progress.bytes_done += input->length;
        note_unrecognised(im, input);
        return go_on(im, err);
    }
    if (reader != NULL && !within_total(im, input, err))
        return false;
    done = reader != NULL && batch_begin(im, &why) && import_one(im, input, reader, &why);
    im->progress.files_done++;
    im->progress.bytes_done += input->length;
    im->summary->bytes += input->length;
    im->batch_bytes += input->length;
    if (!done) {
        if (why.kind != ERROR_CANCELLED)
            refuse(im, input->path, input->name, &why);
        if (why.kind == ERROR_CANCELLED || !input->in_folder)
            *err = why;
        return why.kind != ERROR_CANCELLED && input->in_folder;
    }
    if (!go_on(im, err))
        return false;
    if (im->options->dry_run)                       /* is counted as a whole, then taken back */
        return true;
    if (im->batch_bytes < SHARED_BYTES && clock_seconds() - im->batch_began < shared_seconds)
        return true;
    return batch_end(im, err);
}

/* Named files that libarchive or the disk refuses end the import; below folders they are
 * listed. */
static bool
refuse_input(void *context, const char *name, bool in_folder, const struct error *why)
{
    refuse(context, name, name, why);
    return in_folder;
}

/* What costs are computed from is a number above 0. */
static bool
check_said(const char *name, const char *value, struct error *err)
{
    double number;

    if (strcmp(name, "gpus") != 0 && strcmp(name, "usd_per_gpu_hour") != 0)
        return true;
    return (number_parse_plain(value, &number) && number > 0)
        || error_set(err, ERROR_USAGE, "--set %s=%s: expected a number above 0", name, value);
}

static bool
check_set(const struct import_options *options, struct error *err)
{
    for (size_t i = 0; i < options->n_set; i++) {
        size_t n;
        char **parts = text_split(options->set[i], ',', &n);
        bool fine = true;

        for (size_t k = 0; k < n && fine; k++) {
            char *name = NULL, *value = NULL;

            fine = split_assignment(parts[k], &name, &value) && *name != '\0';
            if (!fine)
                error_set(err, ERROR_USAGE, "--set %s: expected NAME=VALUE", parts[k]);
            else
                fine = check_said(name, value, err);
            free(name);
            free(value);
        }
        text_split_free(parts, n);
        if (!fine)
            return error_hint(err, "such as --set 'gpus=2,usd_per_gpu_hour=2.1,hardware=H100'");
    }
    return true;
}

static bool
count_more(void *context, const struct input_count *count)
{
    struct importing *im = context;

    im->progress.files_counted = count->files;
    return report(im, 0);
}

/* Before anything is read: that it is not too much, and how much it is. */
static bool
count_files(struct importing *im, const char *const *paths, size_t n, struct error *err)
{
    struct input_count count;

    if (!input_count(paths, n, &im->options->limits, count_more, im, &count, err))
        return false;
    im->progress.bytes_total = count.unknown ? 0 : count.bytes;
    im->read_most = input_limits_whole(&im->options->limits).total;
    return true;
}

static char *
option_text(const struct import_options *options)
{
    struct strbuf text;

    strbuf_init(&text);
    strbuf_printf(&text, "%s|%d", options->format != NULL ? options->format : "",
        options->lenient);
    for (size_t i = 0; i < options->n_map; i++)
        strbuf_printf(&text, "|map %s", options->map[i]);
    for (size_t i = 0; i < options->n_set; i++)
        strbuf_printf(&text, "|set %s", options->set[i]);
    {
        char *copy = mem_strdup(text.data);

        strbuf_release(&text);
        return copy;
    }
}

/* Each --map has to mean a column of some file. Files that did not change had it, or did not
 * need it, when they were read. */
static bool
check_map(const struct importing *im, struct error *err)
{
    size_t files = im->summary->files_read;

    for (size_t i = 0; i < im->map.n && files > 0 && im->summary->files_unchanged == 0; i++) {
        const struct error *absent = &im->map.absent[i];

        if (im->map.found[i])
            continue;
        if (absent->kind == ERROR_NONE)
            return error_set(err, ERROR_REQUEST, "--map %s: nothing that was read has columns",
                im->map.entries[i]);
        if (err != NULL)
            *err = *absent;
        return files == 1 ? false : error_prefix(err, "none of %zu files has it", files);
    }
    return true;
}

bool
store_import(struct store *store, const char *const *paths, size_t n,
    const struct import_options *options, struct import_summary *summary, struct error *err)
{
    struct importing im = { .store = store, .options = options, .summary = summary };
    struct input_visitor visitor = { visit, refuse_input, &im, wants };
    size_t models;
    bool done;

    memset(summary, 0, sizeof *summary);
    im.began = clock_seconds();
    if (!store_writable(store, err) || !check_set(options, err)
        || !count_files(&im, paths, n, err))
        return false;
    im.option_text = option_text(options);
    models = store_count_models(store);
    im.map = (struct role_map){ .entries = options->map, .n = options->n_map,
        .found = mem_zalloc(options->n_map + 1, sizeof *im.map.found),
        .absent = mem_zalloc(options->n_map + 1, sizeof *im.map.absent) };
    done = input_walk(paths, n, &options->limits, &visitor, err);
    if (done && !check_map(&im, err)) {
        done = false;
        if (im.in_batch)
            sql_exec(store->db, "ROLLBACK", NULL);
    } else if (done || !im.in_batch) {
        if (done)
            summary_count(summary, store, models);
        done = batch_end(&im, err) && done;
    } else {
        /* A named file was refused, or the user cancelled: files before it in this batch
         * stay, since each had its own savepoint, unless cancelled in the middle. */
        struct error ignored;

        batch_end(&im, &ignored);
    }
    if (store->temporary && done)
        store->decisions = store->decisions || options->n_map > 0 || options->n_set > 0;
    summary->seconds = clock_seconds() - im.began;
    free(im.option_text);
    free(im.said);
    free(im.map.found);
    free(im.map.absent);
    return done;
}
