/* recording.c - see recording.h. It also checks the order of calls that sink.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "recording.h"

#include "base/memory.h"
#include "base/number.h"

static struct recording *
self(struct sink *sink)
{
    return (struct recording *)(void *)sink;
}

static void
put_number(struct recording *recording, const char *label, double value)
{
    char text[NUMBER_TEXT_MAX];

    if (isnan(value))
        return;
    number_print(text, value);
    strbuf_printf(&recording->text, " %s%s", label, text);
}

static void
put_place(struct recording *recording, const char *place)
{
    if (place != NULL)
        strbuf_printf(&recording->text, " @ %s", place);
    strbuf_putc(&recording->text, '\n');
}

static bool
on_begin(struct sink *sink, const struct sink_source *source, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    assert_false(recording->begun);
    recording->begun = true;
    recording->wide = source->wide;
    strbuf_printf(&recording->text, "begin %s %s%s\n", source->format,
        source->wide ? "wide" : "nested", source->style.decimal == ',' ? " decimal-comma" : "");
    return true;
}

static bool
on_columns(struct sink *sink, const struct sink_column *columns, size_t n, struct error *err)
{
    static const char *const roles[] = {"", "model", "task", "metric", "value", "se", "n",
        "item", "cluster", "seed", "condition", "attribute", "measure", "ignore"};
    struct recording *recording = self(sink);

    (void)err;
    assert_true(recording->begun && recording->wide && n > 0);
    recording->n_columns = n;
    strbuf_puts(&recording->text, "columns ");
    for (size_t i = 0; i < n; i++) {
        assert_non_null(columns[i].name);
        strbuf_printf(&recording->text, "%s%s", i == 0 ? "" : "|", columns[i].name);
        if (columns[i].role != SINK_UNKNOWN)
            strbuf_printf(&recording->text, ":%s", roles[columns[i].role]);
        if (columns[i].direction != DIRECTION_UNKNOWN)
            strbuf_puts(&recording->text,
                columns[i].direction == DIRECTION_MAX ? "(max)" : "(min)");
        if (columns[i].unit != NULL)
            strbuf_printf(&recording->text, "[%s]", columns[i].unit);
        if (columns[i].missing_tokens != NULL)
            strbuf_printf(&recording->text, "{%s}", columns[i].missing_tokens);
    }
    strbuf_putc(&recording->text, '\n');
    return true;
}

static bool
on_record(struct sink *sink, const struct sink_text *fields, size_t n, uint64_t number,
    const char *place, struct error *err)
{
    struct recording *recording = self(sink);

    assert_int_equal(n, recording->n_columns);
    if (recording->records++ == recording->refuse_at)
        return error_set(err, ERROR_SYSTEM, "the sink is full");
    if (recording->quiet)
        return true;
    strbuf_printf(&recording->text, "record %llu ", (unsigned long long)number);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            strbuf_putc(&recording->text, '|');
        if (fields[i].text == NULL)
            strbuf_puts(&recording->text, "~");
        else
            strbuf_add(&recording->text, fields[i].text, fields[i].length);
    }
    put_place(recording, place);
    return true;
}

static bool
on_record_items(struct sink *sink, const char *column, const double *values, size_t n,
    struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    assert_true(recording->records > 0);
    recording->items += n;
    strbuf_printf(&recording->text, "items %s", column);
    for (size_t i = 0; i < n; i++) {
        char text[NUMBER_TEXT_MAX];

        number_print(text, values[i]);
        strbuf_printf(&recording->text, " %s", text);
    }
    strbuf_putc(&recording->text, '\n');
    return true;
}

static void
put_attributes(struct recording *recording, const struct sink_attribute *attributes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&recording->text, " %s=%s", attributes[i].name, attributes[i].value);
}

static bool
on_run(struct sink *sink, const struct sink_run *run, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    assert_true(recording->begun && !recording->wide);
    recording->runs++;
    strbuf_printf(&recording->text, "run %s", run->model == NULL ? "~" : run->model);
    put_attributes(recording, run->attributes, run->n_attributes);
    put_place(recording, run->place);
    return true;
}

static bool
on_score(struct sink *sink, const struct sink_score *score, struct error *err)
{
    struct recording *recording = self(sink);
    struct strbuf *text = &recording->text;

    (void)err;
    assert_true(recording->runs > 0);
    assert_true(!isnan(score->value) || score->status != CELL_OK);
    recording->scores++;
    strbuf_printf(text, "score %s%s%s%s%s", score->task == NULL ? "" : score->task,
        score->task == NULL ? "" : "/", score->metric, score->stat == NULL ? "" : ".",
        score->stat == NULL ? "" : score->stat);
    put_number(recording, "", score->value);
    put_number(recording, "se=", score->se);
    put_number(recording, "sd=", score->sd);
    put_number(recording, "lo=", score->lo);
    put_number(recording, "hi=", score->hi);
    put_number(recording, "n=", score->n);
    if (score->direction != DIRECTION_UNKNOWN)
        strbuf_puts(text, score->direction == DIRECTION_MAX ? " max" : " min");
    if (score->unit != NULL)
        strbuf_printf(text, " [%s]", score->unit);
    if (score->aggregate)
        strbuf_puts(text, " aggregate");
    if (score->status != CELL_OK)
        strbuf_printf(text, " status=%d", (int)score->status);
    put_place(recording, score->place);
    return true;
}

static bool
on_item(struct sink *sink, const struct sink_item *item, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    assert_true(recording->runs > 0);
    recording->items++;
    strbuf_printf(&recording->text, "item %s%s%s %s", item->task == NULL ? "" : item->task,
        item->task == NULL ? "" : "/", item->metric, item->item);
    put_number(recording, "", item->value);
    put_place(recording, item->place);
    return true;
}

static bool
on_request(struct sink *sink, const struct sink_request *request, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    recording->requests++;
    strbuf_puts(&recording->text, "request");
    put_number(recording, "in=", request->prompt_tokens);
    put_number(recording, "out=", request->output_tokens);
    put_number(recording, "s=", request->seconds);
    put_number(recording, "first=", request->first_token_seconds);
    if (request->error != NULL)
        strbuf_printf(&recording->text, " error=%s", request->error);
    put_place(recording, request->place);
    return true;
}

static bool
on_curve(struct sink *sink, const struct sink_curve *curve, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    assert_true(recording->runs > 0);
    recording->curves++;
    strbuf_printf(&recording->text, "curve %s by %s", curve->metric, curve->axis);
    put_number(recording, "x=", curve->x);
    put_number(recording, "", curve->value);
    if (curve->unit != NULL)
        strbuf_printf(&recording->text, " [%s]", curve->unit);
    put_place(recording, curve->place);
    return true;
}

static bool
on_preference(struct sink *sink, const struct sink_preference *preference, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    recording->preferences++;
    strbuf_printf(&recording->text, "preference %s %s %s", preference->a, preference->b,
        preference->outcome);
    if (preference->item != NULL)
        strbuf_printf(&recording->text, " item=%s", preference->item);
    if (preference->judge != NULL)
        strbuf_printf(&recording->text, " judge=%s", preference->judge);
    put_place(recording, preference->place);
    return true;
}

static bool
on_episode(struct sink *sink, const struct sink_episode *episode, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    recording->episodes++;
    strbuf_printf(&recording->text, "episode %s %s/%s", episode->run == NULL ? "~" : episode->run,
        episode->task, episode->metric);
    if (episode->phase != NULL)
        strbuf_printf(&recording->text, " %s", episode->phase);
    if (episode->worker != NULL)
        strbuf_printf(&recording->text, " by %s", episode->worker);
    put_number(recording, "block=", episode->block);
    put_number(recording, "at=", episode->index);
    put_number(recording, "", episode->value);
    put_place(recording, episode->place);
    return true;
}

static void
on_warn(struct sink *sink, const char *place, const char *message)
{
    struct recording *recording = self(sink);

    assert_true(recording->begun);
    recording->warnings++;
    strbuf_printf(&recording->text, "warn %s: %s\n", place == NULL ? "~" : place, message);
}

static void
on_reject(struct sink *sink, const char *place, const char *reason)
{
    struct recording *recording = self(sink);

    assert_true(recording->begun);
    recording->rejects++;
    strbuf_printf(&recording->text, "reject %s: %s\n", place, reason);
}

static bool
on_end(struct sink *sink, struct error *err)
{
    struct recording *recording = self(sink);

    (void)err;
    assert_true(recording->begun && !recording->ended);
    recording->ended = true;
    strbuf_puts(&recording->text, "end\n");
    return true;
}

static bool
on_progress(struct sink *sink, size_t bytes_done)
{
    (void)sink;
    (void)bytes_done;
    return true;
}

void
recording_init(struct recording *recording)
{
    *recording = (struct recording){.refuse_at = SIZE_MAX, .sink = {.begin = on_begin,
        .columns = on_columns, .record = on_record, .record_items = on_record_items,
        .run = on_run, .score = on_score, .item = on_item, .request = on_request,
        .curve = on_curve, .preference = on_preference, .episode = on_episode,
        .warn = on_warn, .reject = on_reject, .end = on_end, .progress = on_progress}};
    strbuf_init(&recording->text);
}

void
recording_release(struct recording *recording)
{
    strbuf_release(&recording->text);
}

bool
recording_read(struct recording *recording, const char *reader, const char *file_name,
    const char *text, size_t length, const struct read_options *options, struct error *err)
{
    static const struct read_options strict = {0};
    struct input input = {.name = file_name, .path = file_name, .data = text,
        .length = length};
    const struct reader *found = reader == NULL ? reader_sniff(&input) : reader_find(reader);
    bool good;

    if (found == NULL)
        return error_set(err, ERROR_REQUEST, "%s: not recognised", file_name);
    good = reader_read(found, &input, options == NULL ? &strict : options, &recording->sink, err);
    assert_int_equal(good, recording->ended);
    return good;
}

static void
fail_refused(void *context, const struct error *why)
{
    (void)context;
    fail_msg("%s", why->message);
}

void
recording_teach_shipped(void)
{
    const char *top = getenv("top_srcdir");
    char *folder = mem_printf("%s/share/formats", top == NULL ? "." : top);

    reader_teach_folder(folder, fail_refused, NULL);
    free(folder);
}

int
recording_teach(void **state)
{
    (void)state;
    recording_teach_shipped();
    return 0;
}

int
recording_forget(void **state)
{
    (void)state;
    reader_forget_taught();
    return 0;
}

void
recording_splice(struct strbuf *bytes, size_t at, size_t cut, const char *with)
{
    struct strbuf out;

    strbuf_init(&out);
    strbuf_add(&out, bytes->data, at);
    strbuf_puts(&out, with);
    strbuf_add(&out, bytes->data + at + cut, bytes->length - at - cut);
    strbuf_release(bytes);
    *bytes = out;
}
