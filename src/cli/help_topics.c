/* help_topics.c - the rows of the explorer's tables and of the readers, as help. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/help_write.h"
#include "read/reader.h"
#include "session/commands.h"
#include "session/keys.h"
#include "session/options.h"

/* One entry of a topic; left and help are owned. */
struct item { const char *group; char *left, *help; };

static bool
key_item(size_t index, struct item *out)
{
    size_t n;
    const struct key_row *row = session_keys_all(&n) + index;

    if (index >= n)
        return false;
    out->group = row->group;
    out->left = mem_strdup(row->keys);
    out->help = row->context == CONTEXT_ANY
        ? mem_printf("%s (:%s)", row->help, row->command)
        : mem_printf("in the %s: %s (:%s)", key_context_name(row->context), row->help,
              row->command);
    return true;
}

static bool
command_item(size_t index, struct item *out)
{
    size_t n;
    const struct command_row *row = session_commands_all(&n) + index;

    if (index >= n)
        return false;
    out->group = row->group;
    out->left = mem_printf(":%s%s%s%s", row->name, row->flags & COMMAND_FORCE ? "[!]" : "",
        row->arguments[0] != '\0' ? " " : "", row->arguments);
    out->help = mem_printf("%s%s", row->help, row->flags & COMMAND_STRANGER ? " (V)" : "");
    return true;
}

static bool
setting_item(size_t index, struct item *out)
{
    size_t n;
    const struct option_row *row = session_options_all(&n) + index;

    if (index >= n)
        return false;
    out->left = row->choices != NULL ? mem_printf("%s %s", row->name, row->choices)
                                     : mem_printf("%s %d..%d", row->name, row->lo, row->hi);
    out->help = mem_printf("%s (%s)", row->help, row->fallback);
    return true;
}

static bool
format_item(size_t index, struct item *out)
{
    size_t n;
    const struct reader *const *readers = reader_all(&n);

    if (index >= n)
        return false;
    out->left = mem_strdup(readers[index]->name);
    out->help = mem_printf("%s; recognised by %s", readers[index]->title,
        readers[index]->detects);
    return true;
}

static const struct topic {
    const char *name;
    bool (*item)(size_t index, struct item *out);
} topics[] = {
    {"keys", key_item}, {"commands", command_item}, {"settings", setting_item},
    {"formats", format_item},
};
enum { N_TOPICS = sizeof topics / sizeof topics[0] };

const char *
help_topic_name(size_t index)
{
    return index < N_TOPICS ? topics[index].name : NULL;
}

static void
heading(struct strbuf *out, bool mdoc, bool first, const char *group)
{
    if (mdoc)
        strbuf_printf(out, "%s%s%s%s.Bl -tag -width Ds\n", first ? "" : ".El\n",
            group != NULL ? ".Ss " : "", group != NULL ? group : "", group != NULL ? "\n" : "");
    else if (group != NULL)
        strbuf_printf(out, "%s%s:\n", first ? "" : "\n", group);
}

static void
write_item(struct strbuf *out, bool mdoc, const struct item *item)
{
    if (!mdoc) {
        help_entry(out, item->left, item->help);
        return;
    }
    /* A lone bracket would be taken as a delimiter. */
    strbuf_puts(out, strlen(item->left) == 1 ? ".It Ic \"\\&" : ".It Ic \"");
    help_mdoc_text(out, item->left);
    strbuf_puts(out, "\"\n");
    help_mdoc_sentence(out, item->help);
}

static void
write_topic(const struct topic *topic, bool mdoc, struct strbuf *out)
{
    struct item item = {0};
    const char *group = NULL;

    for (size_t i = 0; topic->item(i, &item); i++) {
        if (i == 0 || (item.group != NULL && strcmp(item.group, group) != 0))
            heading(out, mdoc, i == 0, item.group);
        group = item.group;
        write_item(out, mdoc, &item);
        free(item.left);
        free(item.help);
        item = (struct item){0};
    }
    if (mdoc)
        strbuf_puts(out, ".El\n");
}

bool
help_topic(const char *name, bool mdoc, struct strbuf *out)
{
    for (size_t i = 0; i < N_TOPICS; i++)
        if (strcmp(topics[i].name, name) == 0) {
            write_topic(&topics[i], mdoc, out);
            return true;
        }
    return false;
}
