/* act_adjust.c - the mode in which keys change the options of the lens shown, so that the
 * answer follows the hand: h l change the value, H L further, j k choose another option.
 *
 * Owns the grid that numbers move along; every step is an ordinary `set`, so it is logged,
 * undone and saved in views like one that was typed.
 */
#include "session/actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "session/commands.h"
#include "session/explorer.h"

static const struct lens_option *
option_now(const struct session *session, const struct lens **lens)
{
    *lens = session_lens(session);
    return *lens != NULL && session->adjusted < (*lens)->n_options
        ? &(*lens)->options[session->adjusted] : NULL;
}

static const char *
value_now(const struct session *session, const struct lens *lens,
    const struct lens_option *option)
{
    char *name = mem_printf("%s.%s", lens->name, option->name);
    const char *value = list_value(&session->state.settings, name);

    free(name);
    return value != NULL ? value : option->fallback;
}

void
adjust_say(struct session *session)
{
    const struct lens *lens;
    const struct lens_option *option = option_now(session, &lens);
    const char *value = option != NULL ? value_now(session, lens, option) : NULL;

    if (option == NULL || session->message_is_error)
        return;
    session_say(session, "%s %s%s%s \302\267 h l change, j k other option, Backspace default, "
        "Esc ends \302\267 %s", option->name, value[0] != '\0' ? value : "not set",
        value[0] != '\0' && option->unit != NULL ? " " : "",
        value[0] != '\0' && option->unit != NULL ? option->unit : "", option->help);
}

/* --- the next value --- */

/* The neighbour of a positive value on a grid of round numbers. */
static double
next_on_grid(double value, bool up, bool far)
{
    static const double fine[] = { 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 };
    static const double coarse[] = { 1, 2, 5, 10 };
    const double *grid = far ? coarse : fine;
    size_t n = far ? sizeof coarse / sizeof *coarse : sizeof fine / sizeof *fine;
    double decade = pow(10, floor(log10(value) + 1e-9)), lead = value / decade;

    for (size_t i = 0; up && i < n; i++)
        if (grid[i] > lead * (1 + 1e-9))
            return grid[i] * decade;
    for (size_t i = n; !up && i-- > 0;)
        if (grid[i] < lead * (1 - 1e-9))
            return grid[i] * decade;
    return up ? 10 * decade : 0.8 * decade;
}

static double
next_number(const struct lens_option *option, double value, bool up, bool far)
{
    bool bounded = option->lo <= option->hi, whole = option->type == OPTION_INTEGER;
    double least = whole ? 1 : 1e-6, next;

    if (bounded && option->hi <= 1 && option->lo >= 0 && value >= 0.1)
        next = value + (up ? 1 : -1) * (far ? 0.05 : 0.01);     /* shares and levels */
    else if (fabs(value) < least * (1 - 1e-9) || (value == least && !up))
        next = value < least && up ? least : value == least ? 0 : -least;
    else if (value < 0)
        next = -next_on_grid(-value, !up, far);
    else
        next = next_on_grid(value, up, far);
    if (whole)
        next = up ? ceil(next - 1e-9) : floor(next + 1e-9);
    if (bounded)
        next = fmin(fmax(next, option->lo), option->hi);
    return next;
}

static char *
stepped_number(const struct lens_option *option, const char *text, bool up, bool far)
{
    char shown[NUMBER_TEXT_MAX];
    double value;

    /* An option that is not set starts where its row says. */
    if (text[0] == '\0')
        return mem_strdup(option->choices != NULL ? option->choices : "1");
    if (!number_parse_plain(text, &value))
        return NULL;
    value = next_number(option, value, up, far);
    number_show(shown, value, 6);
    return mem_strdup(shown);
}

/* Where the choice begins in "a|b|c"; NULL beyond the last. */
static const char *
choice_at(const char *choices, size_t at)
{
    for (; at > 0 && choices != NULL; at--) {
        choices = strchr(choices, '|');
        choices = choices != NULL ? choices + 1 : NULL;
    }
    return choices;
}

/* The choice after or before, round the end. */
static char *
stepped_choice(const char *choices, const char *text, bool up)
{
    size_t n = 0, now = 0, next;

    for (const char *at; (at = choice_at(choices, n)) != NULL; n++)
        if (strcspn(at, "|") == strlen(text) && strncmp(at, text, strlen(text)) == 0)
            now = n;
    next = (now + (up ? 1 : n - 1)) % n;
    return mem_strndup(choice_at(choices, next), strcspn(choice_at(choices, next), "|"));
}

static char *
stepped(const struct lens_option *option, const char *text, bool up, bool far)
{
    switch (option->type) {
    case OPTION_INTEGER:
    case OPTION_REAL:
        return stepped_number(option, text, up, far);
    case OPTION_CHOICE:
        return stepped_choice(option->choices, text, up);
    case OPTION_FLAG:
        return mem_strdup(strcmp(text, "1") == 0 || strcmp(text, "on") == 0
            || strcmp(text, "yes") == 0 ? "0" : "1");
    case OPTION_TEXT:
    case OPTION_MEASURE:
    case OPTION_LIST:
        break;
    }
    return NULL;
}

/* --- keys --- */

static char *
change_line(struct session *session, bool up, bool far)
{
    const struct lens *lens;
    const struct lens_option *option = option_now(session, &lens);
    char *value = stepped(option, value_now(session, lens, option), up, far), *line;

    if (value == NULL) {
        session_say(session, "%s takes a text: :set %s.%s TEXT", option->name, lens->name,
            option->name);
        return NULL;
    }
    line = mem_printf("set %s.%s %s", lens->name, option->name, value);
    free(value);
    return line;
}

bool
adjust_press(struct session *session, int key, char **line)
{
    const struct lens *lens;
    const struct lens_option *option = option_now(session, &lens);
    bool up = key == 'l' || key == 'L' || key == KEY_RIGHT_ARROW;
    bool down = key == 'h' || key == 'H' || key == KEY_LEFT_ARROW;

    *line = NULL;
    if (option == NULL)
        return false;
    if (up || down)
        *line = change_line(session, up, key == 'H' || key == 'L');
    else if (key == KEY_BACKSPACE)
        *line = mem_printf("set %s.%s %s", lens->name, option->name, option->fallback);
    else if (key == 'j' || key == KEY_DOWN_ARROW)
        session->adjusted = (session->adjusted + 1) % lens->n_options;
    else if (key == 'k' || key == KEY_UP_ARROW)
        session->adjusted = (session->adjusted + lens->n_options - 1) % lens->n_options;
    else
        return false;
    return true;
}

bool
act_adjust(struct session *session, const struct call *call)
{
    const struct lens *lens = session_lens(session);

    if (lens == NULL || lens->n_options == 0)
        return error_set(call->err, ERROR_REQUEST, "there is no lens with options here");
    if (call->argument[0] == '\0' && session->adjusted >= lens->n_options)
        session->adjusted = 0;
    if (call->argument[0] != '\0') {
        size_t i = 0;

        while (i < lens->n_options && strcmp(lens->options[i].name, call->argument) != 0)
            i++;
        if (i == lens->n_options)
            return error_set(call->err, ERROR_REQUEST, "%s has no option \"%s\"", lens->name,
                call->argument);
        session->adjusted = i;
    }
    session->mode = MODE_ADJUST;
    adjust_say(session);
    return true;
}
