/* suggest.c - names that are probably one model: suggestions only, decided by the user.
 *
 * A name is its words and its numbers. Only names with the same numbers are compared (7B is
 * not 70B, 3.1 is not 3.5), with words in any order ("Claude Sonnet 3.5"), and only
 * if no file has both, for a file that lists two names tells two models apart. A date, a
 * release ("v0.2", "001") or a word that just one of them has takes from the score, as does a
 * month where the other has a day of it; different words on both sides end it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/identity.h"
#include "store/suggest_name.h"

struct pair { const struct name *a, *b; int score; const char *why; };

/* What a user said is not one model. */
struct rejected { int64_t a, b; };

/* Lists that grow; everything they point to is in the arena. */
struct suggestions {
    struct arena *arena;
    int least;                     /* the score of a pair that is kept */
    struct rejected *rejected; size_t n_rejected, cap_rejected;
    struct name *names; size_t n_names, cap_names;
    struct pair *pairs; size_t n_pairs, cap_pairs;
};

/* --- loading --- */

/* Every model's sources, as rows (model, source) in ascending order. */
static bool
load_sources(struct suggestions *s, struct store *store, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT DISTINCT a.model, m.source FROM mention m"
        " JOIN alias a ON a.raw = m.raw AND a.source IN (0, m.source) ORDER BY 1, 2", err);
    int64_t *sources = NULL;
    size_t n = 0, capacity = 0, at = 0;
    struct { int64_t model; size_t first, end; } *spans = NULL;
    size_t n_spans = 0, cap_spans = 0;
    int64_t *kept;

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        int64_t model = sqlite3_column_int64(stmt, 0);

        if (n_spans == 0 || spans[n_spans - 1].model != model) {
            ARRAY_RESERVE(spans, n_spans + 1, cap_spans);
            spans[n_spans].model = model;
            spans[n_spans++].first = n;
        }
        ARRAY_PUSH(sources, n, capacity, sqlite3_column_int64(stmt, 1));
        spans[n_spans - 1].end = n;
    }
    kept = arena_alloc(s->arena, n * sizeof *kept);
    if (n > 0)
        memcpy(kept, sources, n * sizeof *kept);
    for (size_t i = 0; i < s->n_names; i++) {        /* both are in the order of models */
        while (at < n_spans && spans[at].model < s->names[i].model_id)
            at++;
        if (at < n_spans && spans[at].model == s->names[i].model_id) {
            s->names[i].sources = kept + spans[at].first;
            s->names[i].n_sources = spans[at].end - spans[at].first;
        }
    }
    free(spans);
    free(sources);
    sqlite3_finalize(stmt);
    return stmt != NULL;
}

static bool
load_names(struct suggestions *s, struct store *store, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db, "SELECT a.raw, m.name, m.id FROM alias a JOIN model"
        " m ON m.id = a.model WHERE a.source = 0 ORDER BY m.id, a.raw", err);

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        struct name name = { .raw = arena_strdup(s->arena, sql_column_text(stmt, 0)),
            .model = arena_strdup(s->arena, sql_column_text(stmt, 1)),
            .model_id = sqlite3_column_int64(stmt, 2) };

        suggest_take_apart(s->arena, &name);
        ARRAY_PUSH(s->names, s->n_names, s->cap_names, name);
    }
    sqlite3_finalize(stmt);
    return stmt != NULL && load_sources(s, store, err);
}

/* The model of a raw name, or of that name; 0 if there is none. */
static int64_t
model_called(const struct suggestions *s, const char *text)
{
    for (size_t i = 0; i < s->n_names; i++)
        if (strcmp(s->names[i].raw, text) == 0 || strcmp(s->names[i].model, text) == 0)
            return s->names[i].model_id;
    return 0;
}

static bool
load_rejected(struct suggestions *s, struct store *store, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db,
        "SELECT substr(name, 7) FROM setting WHERE name GLOB"
        " 'apart:*'", err);

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        size_t n;
        char **parts = text_split(sql_column_text(stmt, 0), '=', &n);

        if (n == 2) {
            struct rejected pair = { model_called(s, parts[0]), model_called(s, parts[1]) };

            ARRAY_PUSH(s->rejected, s->n_rejected, s->cap_rejected, pair);
        }
        text_split_free(parts, n);
    }
    sqlite3_finalize(stmt);
    return stmt != NULL;
}

static bool
is_rejected(const struct suggestions *s, const struct pair *pair)
{
    int64_t a = pair->a->model_id, b = pair->b->model_id;

    for (size_t i = 0; i < s->n_rejected; i++)
        if ((s->rejected[i].a == a && s->rejected[i].b == b)
            || (s->rejected[i].a == b && s->rejected[i].b == a))
            return true;
    return false;
}

/* --- nearness --- */

static bool
share_source(const struct name *a, const struct name *b)
{
    size_t i = 0, j = 0;

    while (i < a->n_sources && j < b->n_sources) {
        if (a->sources[i] == b->sources[j])
            return true;
        if (a->sources[i] < b->sources[j])
            i++;
        else
            j++;
    }
    return false;
}

/* Words that people add and leave out; others tell models apart more often. */
static bool
is_filler(const char *word)
{
    static const char *const fillers[] = { "instruct", "chat", "it", "hf", "latest", "preview",
        "exp", "v", "base", "release", "model", "anthropic", "meta", "us", "eu", "openai", "google",
        "mistralai", "deepseek", "amazon", "cohere", "xai", "qwen" };

    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (strcmp(word, fillers[i]) == 0)
            return true;
    return false;
}

static double
weight(const char *word)
{
    return is_filler(word) || word[1] == '\0' ? 0.4 : 1;
}

/* A slip of one letter in a long word. */
static bool
is_slip(const char *a, const char *b)
{
    return strlen(a) >= 6 && strlen(b) >= 6 && text_distance(a, b) == 1;
}

/* What the words share and what each has alone. */
struct overlap { double common, alone_a, alone_b; const char *only; bool slip; };

static void
take_alone(struct overlap *overlap, const char *word, double *alone)
{
    *alone += weight(word);
    if (overlap->only == NULL || weight(word) > weight(overlap->only))
        overlap->only = word;
}

static struct overlap
compare_words(const struct name *a, const struct name *b)
{
    struct overlap overlap = { 0 };
    size_t i = 0, j = 0;

    while (i < a->n_words || j < b->n_words) {
        int order = i == a->n_words ? 1 : j == b->n_words ? -1
            : strcmp(a->words[i], b->words[j]);

        if (order != 0 && i < a->n_words && j < b->n_words
            && is_slip(a->words[i], b->words[j])) {
            overlap.slip = true;
            order = 0;
        }
        if (order == 0) {
            overlap.common += weight(a->words[i]);
            i++;
            j++;
        } else if (order < 0) {
            take_alone(&overlap, a->words[i++], &overlap.alone_a);
        } else {
            take_alone(&overlap, b->words[j++], &overlap.alone_b);
        }
    }
    return overlap;
}

/* Whether both have words of their own, of which one is more than filler. */
static bool
contradicts(const struct overlap *overlap)
{
    return overlap->alone_a > 0 && overlap->alone_b > 0
        && (overlap->alone_a >= 1 || overlap->alone_b >= 1);
}

/* Whether the texts, each of which may be NULL, are different ones. */
static bool
differ(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) != 0;
}

/* 202502, a month, and 20250219 or 0219, one of its days. */
static bool
is_day_of(const char *month, const char *day)
{
    return strlen(month) == 6 && (strlen(day) == 8 ? strncmp(month, day, 6) == 0
        : strlen(day) == 4 && strncmp(month + 4, day, 2) == 0);
}

/* What dates and releases that are not the same take from the score, and the reason. */
static double
lost_by_dates(struct arena *arena, struct pair *pair)
{
    const struct name *a = pair->a, *b = pair->b;
    double lost = 0;

    if (differ(a->date, b->date)) {
        lost = 5;
        pair->why = arena_printf(arena, "%s is of the month %s", a->date, b->date);
        if (strlen(a->date) == 6)
            pair->why = arena_printf(arena, "%s is of the month %s", b->date, a->date);
    } else if ((a->date == NULL) != (b->date == NULL)) {
        lost = 15;
        pair->why = arena_printf(arena, "only one has the date %s",
            a->date != NULL ? a->date : b->date);
    }
    if ((a->release == NULL) != (b->release == NULL)) {
        lost += 15;
        pair->why = arena_printf(arena, "only one is release %s",
            a->release != NULL ? a->release : b->release);
    }
    return lost;
}

/* Fills score and why; false = nothing in common. The numbers of both are the same. */
static bool
judge(struct arena *arena, struct pair *pair)
{
    const struct name *a = pair->a, *b = pair->b;
    struct overlap overlap;
    double score;

    if (a->model_id == b->model_id || share_source(a, b) || differ(a->release, b->release)
        || (differ(a->date, b->date) && !is_day_of(a->date, b->date)
            && !is_day_of(b->date, a->date)))
        return false;
    overlap = compare_words(a, b);
    pair->why = "the same words and numbers";
    score = 100;
    if (strcmp(a->letters, b->letters) == 0) {
        pair->why = "the same but for separators";
    } else if (contradicts(&overlap) || overlap.common == 0
        || (overlap.only != NULL && strcmp(overlap.only, "non") == 0)
        || (overlap.slip && overlap.only != NULL)) {
        return false;
    } else if (overlap.only != NULL) {
        score *= 2 * overlap.common / (2 * overlap.common + overlap.alone_a + overlap.alone_b);
        pair->why = arena_printf(arena, "only one says \"%s\"", overlap.only);
    } else if (overlap.slip) {
        score -= 12;
        pair->why = "one letter differs";
    }
    score -= lost_by_dates(arena, pair);
    pair->score = (int)score;
    return true;
}

static int
by_numbers(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int order = strcmp(x->numbers, y->numbers);

    if (order == 0)
        order = (x->model_id > y->model_id) - (x->model_id < y->model_id);
    return order != 0 ? order : strcmp(x->raw, y->raw);
}

/* Best first; a pair of models once, by its best names. */
static int
by_models(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->a->model_id != y->a->model_id)
        return x->a->model_id < y->a->model_id ? -1 : 1;
    if (x->b->model_id != y->b->model_id)
        return x->b->model_id < y->b->model_id ? -1 : 1;
    return x->score != y->score ? (x->score < y->score ? 1 : -1) : strcmp(x->a->raw, y->a->raw);
}

static int
by_score(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return by_models(a, b);
}

static void
find_pairs(struct suggestions *s)
{
    size_t kept = 0;

    qsort(s->names, s->n_names, sizeof *s->names, by_numbers);
    for (size_t i = 1; i < s->n_names; i++)
        for (size_t j = i; j-- > 0 && strcmp(s->names[i].numbers, s->names[j].numbers) == 0;) {
            struct pair pair = { &s->names[i], &s->names[j], 0, NULL };

            if (judge(s->arena, &pair) && pair.score >= s->least && !is_rejected(s, &pair))
                ARRAY_PUSH(s->pairs, s->n_pairs, s->cap_pairs, pair);
        }
    if (s->n_pairs == 0)
        return;
    qsort(s->pairs, s->n_pairs, sizeof *s->pairs, by_models);
    for (size_t i = 0; i < s->n_pairs; i++)
        if (i == 0 || s->pairs[i].a->model_id != s->pairs[kept - 1].a->model_id
            || s->pairs[i].b->model_id != s->pairs[kept - 1].b->model_id)
            s->pairs[kept++] = s->pairs[i];
    s->n_pairs = kept;
    qsort(s->pairs, s->n_pairs, sizeof *s->pairs, by_score);
}

static struct frame *
pairs_frame(const struct suggestions *s)
{
    struct frame *frame = frame_new(SHAPE_ROWS, s->n_pairs);

    frame_add_column(frame, "raw", COLUMN_TEXT, ROLE_KEY);
    frame_add_column(frame, "model", COLUMN_TEXT, ROLE_ATTRIBUTE);
    frame_add_column(frame, "score", COLUMN_NUMBER, ROLE_MEASURE);
    frame_add_column(frame, "why", COLUMN_TEXT, ROLE_ATTRIBUTE);
    for (size_t i = 0; i < s->n_pairs; i++) {
        frame->columns[0].text[i] = arena_strdup(frame->arena, s->pairs[i].a->raw);
        frame->columns[1].text[i] = arena_strdup(frame->arena, s->pairs[i].b->model);
        frame->columns[2].value[i] = s->pairs[i].score;
        frame->columns[3].text[i] = arena_strdup(frame->arena, s->pairs[i].why);
        frame->key[i] = frame->label[i] = frame->columns[0].text[i];
    }
    frame->grouping = "suggestions";
    frame->rows_total = s->n_pairs;
    return frame;
}

struct frame *
suggestions_frame(struct store *store, int least, struct error *err)
{
    struct suggestions s = { .arena = arena_new(), .least = least };
    struct frame *frame = NULL;

    if (load_names(&s, store, err) && load_rejected(&s, store, err)) {
        find_pairs(&s);
        frame = pairs_frame(&s);
    }
    free(s.names);
    free(s.rejected);
    free(s.pairs);
    arena_free(s.arena);
    return frame;
}
