/* chart_key.c - what the glyphs of a chart mean, at the end of the row with the vertical
 * axis's name, for those that occur.
 *
 * It is the last part of a layout, so it asks the display items what there is. Where it has
 * no room it is shorter, or not there.
 */
#include <string.h>

#include "draw/chart_internal.h"

struct key_entry {
    const char *glyph, *words, *short_words;
    enum ink ink;
    bool is_shown;
};

enum { KEY_FRONTIER, KEY_UNDECIDED, KEY_DOMINATED, KEY_INFEASIBLE, KEY_REFERENCE, KEY_MARKED,
    KEY_SELECTED, KEY_COUNT };

static const struct key_entry key_rows[KEY_COUNT] = {
    [KEY_FRONTIER] = { "●", "on the frontier", "frontier", INK_FRONTIER, false },
    [KEY_UNDECIDED] = { "◐", "undecided", "undecided", INK_UNDECIDED, false },
    [KEY_DOMINATED] = { "·", "dominated", "dominated", INK_DOMINATED, false },
    [KEY_INFEASIBLE] = { "×", "outside the constraints", "outside", INK_INFEASIBLE, false },
    [KEY_REFERENCE] = { "▪", "reference", "reference", INK_REFERENCE, false },
    [KEY_MARKED] = { "◆", "marked", "marked", INK_FRONTIER, false },
    [KEY_SELECTED] = { "┈", "selected", "selected", INK_DIM, false },
};

static void
note_item(struct key_entry *entries, const struct draw_item *item)
{
    if (item->kind != DRAW_GLYPH && item->kind != DRAW_DOT)
        return;
    for (int i = 0; i < KEY_MARKED; i++)
        if (entries[i].ink == item->ink)
            entries[i].is_shown = true;
    if ((item->flags & CELL_MARKED) != 0 && item->kind == DRAW_GLYPH) {
        entries[KEY_MARKED].glyph = item->text;
        entries[KEY_MARKED].ink = item->ink;
        entries[KEY_MARKED].is_shown = true;
    }
    if ((item->flags & CELL_SELECTED) != 0)
        entries[KEY_SELECTED].is_shown = true;
}

static const char *
words_of(const struct key_entry *entry, bool is_short)
{
    return is_short ? entry->short_words : entry->words;
}

/* Glyph, blank and words of each, two columns between them. */
static size_t
key_width(const struct key_entry *entries, bool is_short)
{
    size_t width = 0;

    for (int i = 0; i < KEY_COUNT; i++)
        if (entries[i].is_shown)
            width += (width > 0 ? (size_t)4 : (size_t)2)
                + strlen(words_of(&entries[i], is_short));
    return width;
}

static void
add_entries(struct plot *plot, const struct key_entry *entries, bool is_short, size_t at)
{
    for (int i = 0; i < KEY_COUNT; i++) {
        const char *words = words_of(&entries[i], is_short);

        if (!entries[i].is_shown)
            continue;
        plot_add(plot, (struct draw_item){ .kind = DRAW_GLYPH, .ink = entries[i].ink,
            .x = (double)at + 0.5, .y = 0.5, .text = entries[i].glyph });
        plot_text(plot, (double)(at + 2), 0, words, INK_AXIS, false);
        at += 4 + strlen(words);
    }
}

void
key_add(struct plot *plot, size_t from, size_t to)
{
    struct key_entry entries[KEY_COUNT];

    memcpy(entries, key_rows, sizeof entries);
    for (size_t i = 0; i < plot->count; i++)
        note_item(entries, &plot->items[i]);
    /* Where nothing has a place on a frontier, there is nothing to tell apart. */
    if (!entries[KEY_FRONTIER].is_shown && !entries[KEY_UNDECIDED].is_shown)
        return;
    if (plot->drawing->density)
        entries[KEY_DOMINATED].is_shown = false;
    for (int step = 0; step < 3; step++) {
        bool is_short = step > 0;
        size_t width;

        /* The crosshair explains itself as soon as it moves. */
        if (step == 2)
            entries[KEY_SELECTED].is_shown = false;
        width = key_width(entries, is_short);
        if (from + width <= to) {
            add_entries(plot, entries, is_short, to - width);
            return;
        }
    }
}
