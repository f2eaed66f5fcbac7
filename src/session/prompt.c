/* prompt.c - see prompt.h. The cursor moves by characters that take columns, so a letter and
 * its combining marks go together.
 */
#include "session/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/session.h"
#include "session/state.h"

enum { HISTORY_MOST = 200 };
enum { CTRL_A = 1, CTRL_B = 2, CTRL_C = 3, CTRL_D = 4, CTRL_E = 5, CTRL_F = 6, CTRL_G = 7,
    CTRL_H = 8, CTRL_K = 11, CTRL_N = 14, CTRL_P = 16, CTRL_U = 21, CTRL_W = 23 };

void
prompt_init(struct prompt *prompt)
{
    *prompt = (struct prompt){0};
    strbuf_init(&prompt->text);
}

void
prompt_release(struct prompt *prompt)
{
    for (int i = 0; i < PROMPT_KINDS; i++)
        string_list_clear(&prompt->history[i]);
    string_list_clear(&prompt->completions.items);
    strbuf_release(&prompt->text);
    free(prompt->draft);
    free(prompt->subject);
}

static void
set_text(struct prompt *prompt, const char *text)
{
    strbuf_clear(&prompt->text);
    strbuf_puts(&prompt->text, text);
    prompt->cursor = prompt->text.length;
}

void
prompt_open(struct prompt *prompt, enum prompt_kind kind, const char *text)
{
    prompt->kind = kind;
    prompt->browsing = prompt->history[kind].count;
    prompt->completing = false;
    set_text(prompt, text != NULL ? text : "");
}

const char *
prompt_sign(enum prompt_kind kind)
{
    static const char *const signs[PROMPT_KINDS] = {":", "/", "filter: ", "sql: ",
        "write to: ", "name = expression: ", "model: ", "> "};

    return signs[kind];
}

/* --- movement --- */

static size_t
width_at(const struct prompt *prompt, size_t at, size_t *used)
{
    uint32_t character;

    *used = text_decode(prompt->text.data + at, prompt->text.length - at, &character);
    return text_char_width(character);
}

static size_t
next_place(const struct prompt *prompt, size_t at)
{
    size_t used;

    if (at >= prompt->text.length)
        return at;
    width_at(prompt, at, &used);
    at += used;
    while (at < prompt->text.length && width_at(prompt, at, &used) == 0)
        at += used;
    return at;
}

static size_t
previous_place(const struct prompt *prompt, size_t at)
{
    size_t place = 0;

    while (place < at) {
        size_t next = next_place(prompt, place);

        if (next >= at)
            return place;
        place = next;
    }
    return 0;
}

/* Where the word before the cursor begins. */
static size_t
word_start(const struct prompt *prompt)
{
    size_t at = prompt->cursor;

    while (at > 0 && prompt->text.data[at - 1] == ' ')
        at--;
    while (at > 0 && prompt->text.data[at - 1] != ' ')
        at--;
    return at;
}

/* --- editing --- */

static void
replace(struct prompt *prompt, size_t from, size_t to, const char *text)
{
    char *tail = mem_strdup(prompt->text.data + to);

    prompt->text.length = from;
    prompt->text.data[from] = '\0';
    strbuf_puts(&prompt->text, text);
    prompt->cursor = prompt->text.length;
    strbuf_puts(&prompt->text, tail);
    free(tail);
}

static enum prompt_event
insert(struct prompt *prompt, int key)
{
    struct strbuf character;

    if (key < ' ' || key >= KEY_SPECIAL || (key >= 0x7f && key < 0xa0))
        return PROMPT_MOVED;
    strbuf_init(&character);
    text_encode(&character, (uint32_t)key);
    replace(prompt, prompt->cursor, prompt->cursor, character.data);
    strbuf_release(&character);
    return PROMPT_EDITED;
}

static enum prompt_event
erase(struct prompt *prompt, size_t from, size_t to)
{
    replace(prompt, from, to, "");
    return PROMPT_EDITED;
}

static enum prompt_event
move_to(struct prompt *prompt, size_t place)
{
    prompt->cursor = place;
    return PROMPT_MOVED;
}

/* --- history --- */

static enum prompt_event
browse(struct prompt *prompt, bool back)
{
    const struct string_list *history = &prompt->history[prompt->kind];

    if (back ? prompt->browsing == 0 : prompt->browsing >= history->count)
        return PROMPT_MOVED;
    if (prompt->browsing == history->count)
        string_assign(&prompt->draft, prompt->text.data);
    prompt->browsing = back ? prompt->browsing - 1 : prompt->browsing + 1;
    set_text(prompt, prompt->browsing == history->count ? prompt->draft
                                                        : history->items[prompt->browsing]);
    return PROMPT_EDITED;
}

void
prompt_remember(struct prompt *prompt)
{
    struct string_list *history = &prompt->history[prompt->kind];
    long old = list_find(history, prompt->text.data);

    if (prompt->text.length == 0)
        return;
    if (old >= 0)
        list_remove(history, (size_t)old);
    else if (history->count == HISTORY_MOST)
        list_remove(history, 0);
    string_list_add(history, prompt->text.data);
}

/* --- completion --- */

static size_t
shared_length(const struct string_list *items)
{
    size_t length = strlen(items->items[0]);

    for (size_t i = 1; i < items->count; i++) {
        size_t same = 0;

        while (same < length && items->items[i][same] == items->items[0][same])
            same++;
        length = same;
    }
    /* Not in the middle of a character. */
    while (length > 0 && ((unsigned char)items->items[0][length] & 0xc0) == 0x80)
        length--;
    return length;
}

static void
show_completion(struct prompt *prompt)
{
    replace(prompt, prompt->completions.from, prompt->cursor,
        prompt->completions.items.items[prompt->completion]);
}

static bool
next_completion(struct prompt *prompt)
{
    size_t count = prompt->completions.items.count;

    if (!prompt->completing || count == 0)
        return false;
    prompt->completion = prompt->completion + 1 < count ? prompt->completion + 1 : 0;
    show_completion(prompt);
    return true;
}

void
prompt_complete(struct prompt *prompt, struct completions *completions)
{
    size_t typed = prompt->cursor - completions->from;
    size_t shared;

    string_list_clear(&prompt->completions.items);
    prompt->completions = *completions;
    prompt->completing = completions->items.count > 1;
    prompt->completion = completions->items.count - 1;
    if (completions->items.count == 0)
        return;
    if (completions->items.count == 1) {
        prompt->completion = 0;
        show_completion(prompt);
        return;
    }
    shared = shared_length(&completions->items);
    if (shared > typed) {
        char *text = mem_strndup(completions->items.items[0], shared);

        replace(prompt, completions->from, prompt->cursor, text);
        free(text);
    }
}

/* --- keys --- */

enum prompt_event
prompt_press(struct prompt *prompt, int key)
{
    size_t length = prompt->text.length;

    if (key == KEY_TAB)
        return next_completion(prompt) ? PROMPT_EDITED : PROMPT_COMPLETE;
    prompt->completing = false;
    switch (key) {
    case KEY_ENTER: case '\n':
        return PROMPT_ACCEPT;
    case KEY_ESCAPE: case CTRL_C: case CTRL_G:
        return PROMPT_CANCEL;
    case KEY_BACKSPACE: case CTRL_H:
        if (length == 0)
            return PROMPT_CANCEL;
        return erase(prompt, previous_place(prompt, prompt->cursor), prompt->cursor);
    case KEY_DELETE: case CTRL_D:
        return erase(prompt, prompt->cursor, next_place(prompt, prompt->cursor));
    case KEY_LEFT_ARROW: case CTRL_B:
        return move_to(prompt, previous_place(prompt, prompt->cursor));
    case KEY_RIGHT_ARROW: case CTRL_F:
        return move_to(prompt, next_place(prompt, prompt->cursor));
    case KEY_HOME_KEY: case CTRL_A:
        return move_to(prompt, 0);
    case KEY_END_KEY: case CTRL_E:
        return move_to(prompt, length);
    case KEY_UP_ARROW: case CTRL_P:
        return browse(prompt, true);
    case KEY_DOWN_ARROW: case CTRL_N:
        return browse(prompt, false);
    case CTRL_W:
        return erase(prompt, word_start(prompt), prompt->cursor);
    case CTRL_U:
        return erase(prompt, 0, prompt->cursor);
    case CTRL_K:
        return erase(prompt, prompt->cursor, length);
    default:
        return insert(prompt, key);
    }
}
