/* state.c - copies, comparison and the view text of a state, and undo as snapshots.
 *
 * The view text is the one serial form: views are written from it, and two states are the
 * same when it is. A state is a few kilobytes, so undo keeps whole ones.
 */
#include "session/state.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

static const char *const page_names[PAGE_COUNT] = {"frontier", "table", "compare", "lens",
    "data", "names", "sql", "help"};

const char *
page_name(enum page page)
{
    return page_names[page];
}

bool
page_find(const char *name, enum page *page)
{
    for (int i = 0; i < PAGE_COUNT; i++) {
        if (strcmp(page_names[i], name) == 0) {
            *page = (enum page)i;
            return true;
        }
    }
    return false;
}

/* --- lists --- */

long
list_find(const struct string_list *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], text) == 0)
            return (long)i;
    return -1;
}

void
list_remove(struct string_list *list, size_t at)
{
    free(list->items[at]);
    list->count--;
    for (size_t i = at; i < list->count; i++)
        list->items[i] = list->items[i + 1];
    list->items[list->count] = NULL;
}

void
list_insert_first(struct string_list *list, const char *text)
{
    char *last;

    string_list_add(list, text);
    last = list->items[list->count - 1];
    memmove(list->items + 1, list->items, (list->count - 1) * sizeof *list->items);
    list->items[0] = last;
}

void
list_copy(struct string_list *to, const struct string_list *from)
{
    for (size_t i = 0; i < from->count; i++)
        string_list_add(to, from->items[i]);
}

/* Names may hold '=' escaped; the first plain one ends the name. */
static bool
entry_is(const char *entry, const char *name)
{
    size_t length = strlen(name);

    return strncmp(entry, name, length) == 0 && entry[length] == '=';
}

void
list_assign(struct string_list *list, const char *name, const char *value)
{
    char *entry;

    for (size_t i = 0; i < list->count; i++) {
        if (entry_is(list->items[i], name)) {
            list_remove(list, i);
            break;
        }
    }
    if (value == NULL)
        return;
    entry = mem_printf("%s=%s", name, value);
    string_list_add(list, entry);
    free(entry);
}

const char *
list_value(const struct string_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (entry_is(list->items[i], name))
            return list->items[i] + strlen(name) + 1;
    return NULL;
}

void
string_assign(char **slot, const char *text)
{
    char *copy = mem_strdup(text);

    free(*slot);
    *slot = copy;
}

/* --- states --- */

void
state_init(struct state *state)
{
    *state = (struct state){.seed = 1, .budget = NAN};
}

void
state_release(struct state *state)
{
    struct string_list *lists[] = {&state->objectives, &state->marks, &state->missing,
        &state->direction, &state->derive, &state->settings, &state->sort, &state->hidden,
        &state->widths, &state->aliases, &state->rejected, &state->scales};
    char *strings[] = {state->lens, state->by, state->where, state->pick, state->mixed,
        state->frozen, state->selected};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        string_list_clear(lists[i]);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        free(strings[i]);
    free(state->kept);
    *state = (struct state){0};
}

static void
copy_lists(struct state *to, const struct state *from)
{
    struct string_list *to_lists[] = {&to->objectives, &to->marks, &to->missing,
        &to->direction, &to->derive, &to->settings, &to->sort, &to->hidden, &to->widths,
        &to->aliases, &to->rejected, &to->scales};
    const struct string_list *from_lists[] = {&from->objectives, &from->marks, &from->missing,
        &from->direction, &from->derive, &from->settings, &from->sort, &from->hidden,
        &from->widths, &from->aliases, &from->rejected, &from->scales};

    for (size_t i = 0; i < sizeof to_lists / sizeof *to_lists; i++) {
        *to_lists[i] = (struct string_list){0};
        list_copy(to_lists[i], from_lists[i]);
    }
}

void
state_copy(struct state *to, const struct state *from)
{
    *to = *from;
    copy_lists(to, from);
    to->lens = mem_strdup(from->lens);
    to->by = mem_strdup(from->by);
    to->where = mem_strdup(from->where);
    to->pick = mem_strdup(from->pick);
    to->mixed = mem_strdup(from->mixed);
    to->frozen = mem_strdup(from->frozen);
    to->selected = mem_strdup(from->selected);
    to->kept = mem_alloc(from->n_kept * sizeof *to->kept);
    for (size_t i = 0; i < from->n_kept; i++)
        to->kept[i] = from->kept[i];
}

/* --- the view text --- */

/* A line is one command, so a name that holds a control character (a newline would start a
 * command of its own) is left out, and said so. */
static void
put_line(struct strbuf *out, const char *command, const char *argument)
{
    for (const char *at = argument; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f) {
            strbuf_printf(out, "# %s of a name with control characters left out\n", command);
            return;
        }
    }
    strbuf_printf(out, ":%s %s\n", command, argument);
}

static void
put_list(struct strbuf *out, const char *command, const struct string_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        put_line(out, command, list->items[i]);
}

static void
put_numbers(struct strbuf *out, const char *command, const double *values, size_t n)
{
    char text[NUMBER_TEXT_MAX];

    strbuf_printf(out, ":%s", command);
    for (size_t i = 0; i < n; i++) {
        number_print(text, values[i]);
        strbuf_printf(out, " %s", text);
    }
    strbuf_putc(out, '\n');
}

static void
put_settings(struct strbuf *out, const struct string_list *settings)
{
    for (size_t i = 0; i < settings->count; i++) {
        char *line = mem_strdup(settings->items[i]);

        line[strcspn(line, "=")] = ' ';
        put_line(out, "set", line);
        free(line);
    }
}

static void
put_question(const struct state *state, struct strbuf *out)
{
    if (state->by != NULL)
        put_line(out, "by", state->by);
    put_list(out, "missing", &state->missing);
    put_list(out, "direction", &state->direction);
    put_list(out, "derive", &state->derive);
    if (state->where != NULL)
        put_line(out, "where", state->where);
    if (state->objectives.count > 0) {
        put_line(out, "objective", state->objectives.items[0]);
        for (size_t i = 1; i < state->objectives.count; i++)
            put_line(out, "and-objective", state->objectives.items[i]);
    }
    if (state->pick != NULL)
        put_line(out, "pick", state->pick);
    if (state->mixed != NULL)
        put_line(out, "mixed", state->mixed);
    if (state->seed != 1)
        strbuf_printf(out, ":seed %" PRIu64 "\n", state->seed);
    put_settings(out, &state->settings);
    if (state->lens != NULL)
        put_line(out, "lens", state->lens);
}

static void
put_columns(const struct state *state, struct strbuf *out)
{
    for (size_t i = state->sort.count; i-- > 0;) {
        const char *entry = state->sort.items[i];
        char *line = mem_printf("%s %s", entry[0] == '-' ? "down" : "up", entry + 1);

        put_line(out, "sort", line);
        free(line);
    }
    put_list(out, "hide", &state->hidden);
    for (size_t i = 0; i < state->widths.count; i++) {
        char *line = mem_strdup(state->widths.items[i]);

        line[strcspn(line, ":")] = ' ';
        put_line(out, "width", line);
        free(line);
    }
    if (state->frozen != NULL)
        put_line(out, "freeze", state->frozen);
}

struct plot_state *
state_plot(struct state *state)
{
    return &state->plot[state->page == PAGE_TABLE ? PAGE_FRONTIER : state->page];
}

static void
put_page_plot(const struct plot_state *plot, enum page page, struct strbuf *out)
{
    static const char *const scales[] = {"auto", "off", "on"};

    if (plot->x_scale != SCALE_AUTO || plot->y_scale != SCALE_AUTO || plot->zoomed)
        strbuf_printf(out, ":page %s\n", page_name(page));
    if (plot->x_scale != SCALE_AUTO)
        strbuf_printf(out, ":log x %s\n", scales[plot->x_scale]);
    if (plot->y_scale != SCALE_AUTO)
        strbuf_printf(out, ":log y %s\n", scales[plot->y_scale]);
    if (plot->zoomed)
        put_numbers(out, "zoom",
            (double[]){plot->x_lo, plot->x_hi, plot->y_lo, plot->y_hi}, 4);
}

static void
put_plot(const struct state *state, struct strbuf *out)
{
    put_list(out, "scale", &state->scales);
    for (size_t page = 0; page < PAGE_COUNT; page++)
        put_page_plot(&state->plot[page], (enum page)page, out);
    if (state->error_bars)
        strbuf_puts(out, ":error-bars on\n");
    if (state->hide_line)
        strbuf_puts(out, ":frontier-line off\n");
    if (!isnan(state->budget))
        put_numbers(out, "budget", &state->budget, 1);
}

void
state_question_text(const struct state *state, struct strbuf *out)
{
    put_question(state, out);
    put_list(out, "mark", &state->marks);
}

void
state_view_text(const struct state *state, bool with_place, struct strbuf *out)
{
    for (size_t i = 0; i < state->n_kept; i++)
        strbuf_puts(out, state->kept[i]->script);
    put_question(state, out);
    put_columns(state, out);
    put_plot(state, out);
    put_list(out, "mark", &state->marks);
    if (state->only_missing)
        strbuf_puts(out, ":missing only\n");
    if (!with_place)
        return;
    strbuf_printf(out, ":page %s\n", page_name(state->page));
    if (state->selected != NULL)
        put_line(out, "select", state->selected);
}

void
state_names_text(const struct state *state, struct strbuf *out)
{
    for (size_t i = 0; i < state->aliases.count; i++)
        strbuf_printf(out, "alias=%s\n", state->aliases.items[i]);
    for (size_t i = 0; i < state->rejected.count; i++)
        strbuf_printf(out, "rejected=%s\n", state->rejected.items[i]);
}

bool
state_same(const struct state *a, const struct state *b)
{
    struct strbuf texts[2];
    bool same;

    strbuf_init(&texts[0]);
    strbuf_init(&texts[1]);
    state_view_text(a, false, &texts[0]);
    state_view_text(b, false, &texts[1]);
    state_names_text(a, &texts[0]);
    state_names_text(b, &texts[1]);
    same = strcmp(texts[0].data, texts[1].data) == 0;
    strbuf_release(&texts[0]);
    strbuf_release(&texts[1]);
    return same;
}

/* --- the request of a state --- */

static bool
request_settings(const struct state *state, struct request *request, struct error *err)
{
    size_t length = strlen(request->lens->name);

    for (size_t i = 0; i < state->settings.count; i++) {
        const char *entry = state->settings.items[i];
        char *name;
        bool good;

        if (strncmp(entry, request->lens->name, length) != 0 || entry[length] != '.')
            continue;
        entry += length + 1;
        name = mem_strndup(entry, strcspn(entry, "="));
        good = lens_values_set(request->values, name, entry + strlen(name) + 1, err);
        free(name);
        if (!good)
            return false;
    }
    return true;
}

bool
state_request(const struct state *state, const struct lens *lens, struct request *request,
    struct error *err)
{
    request_init(request, lens);
    list_copy(&request->objectives, &state->objectives);
    if (lens->max_chosen > 0)
        list_copy(&request->models, &state->marks);
    list_copy(&request->missing, &state->missing);
    list_copy(&request->direction, &state->direction);
    for (size_t i = 0; i < state->derive.count; i++)
        string_list_add(&request->derive, state->derive.items[i]);
    request->by = mem_strdup(state->by);
    request->where = mem_strdup(state->where);
    request->pick = mem_strdup(state->pick);
    request->mixed = mem_strdup(state->mixed);
    request->seed = state->seed;
    if (request_settings(state, request, err))
        return true;
    request_release(request);
    return false;
}

/* --- undo --- */

void
undo_init(struct undo *undo)
{
    undo->past = mem_alloc(UNDO_MOST * sizeof *undo->past);
    undo->future = mem_alloc(UNDO_MOST * sizeof *undo->future);
    undo->n_past = undo->n_future = 0;
}

static void
forget(struct state *states, size_t *n)
{
    while (*n > 0)
        state_release(&states[--*n]);
}

void
undo_release(struct undo *undo)
{
    forget(undo->past, &undo->n_past);
    forget(undo->future, &undo->n_future);
    free(undo->past);
    free(undo->future);
}

static void
push(struct state *states, size_t *n, struct state *state)
{
    if (*n == UNDO_MOST) {
        state_release(&states[0]);
        memmove(states, states + 1, (UNDO_MOST - 1) * sizeof *states);
        --*n;
    }
    states[(*n)++] = *state;
    *state = (struct state){0};
}

void
undo_push(struct undo *undo, struct state *before)
{
    forget(undo->future, &undo->n_future);
    push(undo->past, &undo->n_past, before);
}

bool
undo_back(struct undo *undo, struct state *state)
{
    if (undo->n_past == 0)
        return false;
    push(undo->future, &undo->n_future, state);
    *state = undo->past[--undo->n_past];
    return true;
}

bool
undo_forward(struct undo *undo, struct state *state)
{
    if (undo->n_future == 0)
        return false;
    push(undo->past, &undo->n_past, state);
    *state = undo->future[--undo->n_future];
    return true;
}
