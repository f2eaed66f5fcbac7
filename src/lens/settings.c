/* settings.c - the options of a lens as texts: checked when set, parsed when read.
 *
 * Texts, because a setting is typed on a command line, in a prompt or in a view, is
 * printed with the result, and goes back into a command line unchanged.
 */
#include "lens/lens.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"

struct lens_values {
    const struct lens *lens;
    char **values;             /* one per option, never NULL */
};

struct lens_values *
lens_values_new(const struct lens *lens)
{
    struct lens_values *values = mem_alloc(sizeof *values);

    values->lens = lens;
    values->values = mem_zalloc(lens->n_options, sizeof *values->values);
    for (size_t i = 0; i < lens->n_options; i++)
        values->values[i] = mem_strdup(lens->options[i].fallback);
    return values;
}

void
lens_values_free(struct lens_values *values)
{
    if (values == NULL)
        return;
    for (size_t i = 0; i < values->lens->n_options; i++)
        free(values->values[i]);
    free(values->values);
    free(values);
}

/* "cost-rtol" on a command line is "cost_rtol" in the table. */
static bool
same_name(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        char x = *a == '-' ? '_' : *a, y = *b == '-' ? '_' : *b;

        if (x != y)
            return false;
    }
    return *a == *b;
}

static size_t
option_index(const struct lens *lens, const char *name)
{
    for (size_t i = 0; i < lens->n_options; i++)
        if (same_name(lens->options[i].name, name))
            return i;
    return lens->n_options;
}

static bool
unknown_option(const struct lens *lens, const char *name, struct error *err)
{
    const char **names = mem_zalloc(lens->n_options, sizeof *names);
    struct strbuf list;
    const char *nearest;

    strbuf_init(&list);
    for (size_t i = 0; i < lens->n_options; i++) {
        names[i] = lens->options[i].name;
        strbuf_list(&list, names[i]);
    }
    nearest = text_nearest(name, names, lens->n_options);
    error_set(err, ERROR_USAGE, "%s has no option \"%s\"%s%s%s", lens->name, name,
        nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest : "",
        nearest != NULL ? "\"?" : "");
    error_hint(err, "it has %s", list.length > 0 ? list.data : "none");
    strbuf_release(&list);
    free(names);
    return false;
}

static bool
is_choice(const char *choices, const char *text)
{
    size_t length = strlen(text);

    for (const char *at = choices; at != NULL; at = strchr(at, '|')) {
        if (*at == '|')
            at++;
        if (strncmp(at, text, length) == 0 && (at[length] == '|' || at[length] == '\0'))
            return true;
    }
    return false;
}

static bool
check_number(const struct lens_option *option, const char *text, struct error *err)
{
    double value;

    if (!number_parse_plain(text, &value))
        return error_set(err, ERROR_USAGE, "%s must be a number, not \"%s\"", option->name,
            text);
    if (option->type == OPTION_INTEGER && value != floor(value))
        return error_set(err, ERROR_USAGE, "%s must be a whole number, not \"%s\"",
            option->name, text);
    if (option->lo <= option->hi && (value < option->lo || value > option->hi))
        return error_set(err, ERROR_USAGE, "%s must lie between %g and %g, not %s",
            option->name, option->lo, option->hi, text);
    return true;
}

static bool
is_flag_word(const char *text)
{
    static const char *const words[] = { "0", "1", "on", "off", "yes", "no" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

static bool
check_value(const struct lens_option *option, const char *text, struct error *err)
{
    if (text[0] == '\0' && option->fallback[0] == '\0')
        return true;
    switch (option->type) {
    case OPTION_INTEGER:
    case OPTION_REAL:
        return check_number(option, text, err);
    case OPTION_CHOICE:
        return is_choice(option->choices, text) || error_set(err, ERROR_USAGE,
            "%s must be one of %s, not \"%s\"", option->name, option->choices, text);
    case OPTION_FLAG:
        return is_flag_word(text) || error_set(err, ERROR_USAGE,
            "%s is on or off, not \"%s\"", option->name, text);
    case OPTION_TEXT:
    case OPTION_MEASURE:
    case OPTION_LIST:
        return true;
    }
    return true;
}

bool
lens_values_set(struct lens_values *values, const char *name, const char *text,
    struct error *err)
{
    size_t i = option_index(values->lens, name);

    if (i == values->lens->n_options)
        return unknown_option(values->lens, name, err);
    if (!check_value(&values->lens->options[i], text, err))
        return false;
    free(values->values[i]);
    values->values[i] = mem_strdup(text);
    return true;
}

struct lens_settings
lens_values_settings(const struct lens_values *values, uint64_t seed)
{
    struct lens_settings settings = { .lens = values->lens,
        .values = (const char *const *)values->values, .seed = seed };

    return settings;
}

struct lens_settings
settings_with(const struct lens_settings *settings, struct arena *arena, const char *name,
    const char *value)
{
    size_t n = settings->lens->n_options, i = option_index(settings->lens, name);
    const char **values = arena_zalloc(arena, n, sizeof *values);
    struct lens_settings other = *settings;

    assert(i < n);
    memcpy(values, settings->values, n * sizeof *values);
    values[i] = value;
    other.values = values;
    return other;
}

const char *
setting_text(const struct lens_settings *settings, const char *name)
{
    size_t i = option_index(settings->lens, name);

    assert(i < settings->lens->n_options);
    return settings->values[i];
}

double
setting_real(const struct lens_settings *settings, const char *name)
{
    double value;

    return number_parse_plain(setting_text(settings, name), &value) ? value : (double)NAN;
}

bool
setting_flag(const struct lens_settings *settings, const char *name)
{
    const char *text = setting_text(settings, name);

    return strcmp(text, "1") == 0 || strcmp(text, "on") == 0 || strcmp(text, "yes") == 0;
}

bool
setting_is(const struct lens_settings *settings, const char *name, const char *value)
{
    return strcmp(setting_text(settings, name), value) == 0;
}

bool
setting_given(const struct lens_settings *settings, const char *name)
{
    return setting_text(settings, name)[0] != '\0';
}
