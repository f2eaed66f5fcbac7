/* name_rules.c - what the stated rules make of a raw name, and nothing else.
 *
 * A raw name is a path or an owner, a name, and what was added to it. The owner goes, so does
 * what says how the model was stored or asked ("-AWQ", "(high)"), which becomes a condition,
 * and what is left is spelled in one way: lower case, one form for dates and for "3-5" and
 * "3.5", no separator before a digit. No date, size or version is ever dropped, nor a word
 * like "turbo" or "instant": those are different models. The lists are closed; what is not in
 * them stays in the name, where a wrong guess joins nothing.
 */
#include "store/identity.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/name_parts.h"

static bool
is_digit(char c)
{
    return isdigit((unsigned char)c) != 0;
}

static bool
is_letter(char c)
{
    return isalpha((unsigned char)c) != 0;
}

static bool
are_digits(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_digit(text[i]))
            return false;
    return true;
}

static void
cut_front(char *text, size_t length)
{
    memmove(text, text + length, strlen(text + length) + 1);
}

static char *
fold_case(const char *raw)
{
    char *folded;

    for (const char *at = raw; *at != '\0'; at++)
        if ((unsigned char)*at >= 0x80)
            return text_fold(raw);
    folded = mem_strdup(raw);
    for (char *at = folded; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return folded;
}

/* --- owners and paths --- */

static size_t vendor_word_length(const char *name);

/* "cohere/large-20220720": that owner's model is called so. */
static bool
is_called_so(const char *path, const char *name)
{
    size_t owner = (size_t)(name - path);
    char *text = mem_strdup(path), *start;
    bool known;

    while (owner > 0 && (path[owner - 1] == '/' || path[owner - 1] == '_'))
        owner--;
    text[owner] = '-';
    memmove(text + owner + 1, name, strlen(name) + 1);
    start = text + owner;
    while (start > text && start[-1] != '/')
        start--;
    known = vendor_word_length(start) > 0;
    free(text);
    return known;
}

/* ".../models--org--name/snapshots/0e9e39f2..." is how a cache of downloads calls "org/name". */
static void
leave_cache(char *name)
{
    char *models = strstr(name, "models--"), *end, *mark;

    if (models == NULL || (models != name && models[-1] != '/'))
        return;
    cut_front(name, (size_t)(models - name) + strlen("models--"));
    end = strchr(name, '/');
    if (end != NULL)
        *end = '\0';
    mark = strstr(name, "--");
    if (mark != NULL && mark != name) {
        *mark = '/';
        cut_front(mark + 1, 1);
    }
}

/* The part after the owner; the owner's last part is what is before it: "b" of "a/b/name". */
static char *
split_owner(char *name, char **owner)
{
    size_t length = strlen(name);
    char *slash, *mark, *before;

    while (length > 1 && name[length - 1] == '/')
        name[--length] = '\0';
    slash = strrchr(name, '/');
    mark = strstr(name, "__");
    if (slash == NULL && (mark == NULL || mark == name))
        return name;
    before = slash != NULL ? slash : mark;
    mark = slash != NULL ? slash + 1 : mark + 2;
    if (*mark == '\0' || name_is_generic(mark)
        || (name_is_of_any(mark) && !is_called_so(name, mark)))
        return name;
    *before = '\0';
    slash = strrchr(name, '/');
    *owner = mem_strdup(slash != NULL ? slash + 1 : name);
    return mark;
}

/* Which of how many files: "-00001-of-00004" before an ending or at the end. */
static void
cut_shard(char *name)
{
    char *of = strstr(name, "-of-");

    if (of != NULL && of - name > 6 && of[-6] == '-' && are_digits(of - 5, 5)
        && strspn(of + 4, "0123456789") == 5 && (of[9] == '\0' || of[9] == '.'))
        cut_front(of - 6, 15);
}

/* Weights in a file of their own: "yolov8n.pt". Formats that run otherwise are kept. */
static void
cut_extension(char *name)
{
    static const char *const extensions[] = { "pt", "pth", "safetensors", "ckpt" };
    char *dot = strrchr(name, '.');

    if (dot != NULL && dot != name
        && name_is_word_of(extensions, COUNT(extensions), dot + 1, strlen(dot + 1)))
        *dot = '\0';
}

/* "us.anthropic.claude-…" and "meta.llama3-…": a cloud's region and vendor before the name.
 * "deepseek.r1" stays: the vendor is part of what people call the model. */
static void
cut_dotted_vendor(char *name, char **owner)
{
    static const char *const regions[] = { "us", "eu", "apac", "global", "jp", "au", "ca",
        "us-gov" };
    static const char *const vendors[] = { "anthropic", "amazon", "meta", "openai", "mistral",
        "cohere", "ai21", "stability", "qwen", "google", "minimax", "moonshot", "nvidia",
        "writer" };
    size_t region = strcspn(name, "."), length;
    const char *vendor = name;

    if (name[region] == '.' && name_is_word_of(regions, COUNT(regions), name, region))
        vendor += region + 1;
    length = strcspn(vendor, ".");
    if (vendor[length] != '.' || !is_letter(vendor[length + 1])
        || !name_is_word_of(vendors, COUNT(vendors), vendor, length))
        return;
    free(*owner);
    *owner = mem_strndup(vendor, length);
    cut_front(name, (size_t)(vendor - name) + length + 1);
}

/* "Meta-Llama-3", "eleutherai_pythia-1b", "openai_text-davinci-002" (so HELM names its folders
 * and scenarios): the owner as a word before a model's name that it is known to offer. */
static size_t
vendor_word_length(const char *name)
{
    static const struct { const char *vendor, *model; } words[] = { { "meta-", "llama" },
        { "anthropic-", "claude" }, { "openai-", "gpt" }, { "google-", "gemini" },
        { "google-", "gemma" }, { "mistralai-", "mistral" }, { "mistralai-", "mixtral" },
        { "deepseek-ai-", "deepseek" }, { "qwen-", "qwen" }, { "xai-", "grok" },
        { "microsoft-", "phi" }, { "amazon-", "nova" }, { "cohere-", "command" },
        { "eleutherai-", "pythia" }, { "openai-", "text-" }, { "openai-", "code-" },
        { "openai-", "davinci" }, { "openai-", "curie" }, { "openai-", "babbage" },
        { "openai-", "ada" }, { "ai21-", "j1-" }, { "ai21-", "j2-" }, { "anthropic-", "stanford-" },
        { "cohere-", "xlarge" }, { "cohere-", "large" }, { "cohere-", "medium" },
        { "cohere-", "small" }, { "gooseai-", "gpt-" }, { "huggingface-", "gptj-" },
        { "microsoft-", "tnlg" }, { "together-", "bloom" }, { "together-", "glm" },
        { "together-", "gpt-" }, { "together-", "opt-" }, { "together-", "t0pp" },
        { "together-", "t5-" }, { "together-", "ul2" }, { "together-", "yalm" } };

    for (size_t i = 0; i < COUNT(words); i++) {
        size_t length;

        if (name[0] != words[i].vendor[0])
            continue;
        length = strlen(words[i].vendor);
        if (strncmp(name, words[i].vendor, length) == 0
            && strncmp(name + length, words[i].model, strlen(words[i].model)) == 0)
            return length;
    }
    return 0;
}

/* --- spelling --- */

/* One '-' for each run of blanks, '_' and '-', none at the ends. '.' stays: 3.1 is not 31. */
static void
join_separators(char *name)
{
    char *to = name;

    for (const char *at = name; *at != '\0'; at++) {
        bool separator = *at == ' ' || *at == '_' || *at == '-';

        if (!separator)
            *to++ = *at;
        else if (to != name && to[-1] != '-')
            *to++ = '-';
    }
    while (to != name && to[-1] == '-')
        to--;
    *to = '\0';
}

/* Length of a date without separators at text: 20241022 or 0528; 0 for none. */
static size_t
date_length(const char *text)
{
    size_t length = strspn(text, "0123456789");

    return (length == 8 && strncmp(text, "20", 2) == 0) || length == 4 ? length : 0;
}

/* "2024-10-22" becomes "20241022", wherever it stands. */
static void
join_dates(char *name)
{
    for (char *at = name; *at != '\0'; at++)
        if ((at == name || !is_digit(at[-1])) && strlen(at) >= 10 && strncmp(at, "20", 2) == 0
            && are_digits(at, 4) && at[4] == '-' && are_digits(at + 5, 2) && at[7] == '-'
            && are_digits(at + 8, 2) && !is_digit(at[10])) {
            cut_front(at + 4, 1);
            cut_front(at + 6, 1);
        }
}

/* "(20241022)", "(0528)" and "@20241022" at the end become "-20241022". */
static void
unwrap_date(char *name)
{
    char *open = strrchr(name, '('), *at = strrchr(name, '@');
    size_t length;

    if (open != NULL && open != name && (length = date_length(open + 1)) > 0
        && strcmp(open + 1 + length, ")") == 0) {
        open[1 + length] = '\0';
        *open = '-';
        join_separators(name);
    } else if (at != NULL && at != name && date_length(at + 1) == 8 && at[9] == '\0') {
        *at = '-';
    }
}

/* A cloud's count of its offers: "-v1:0" and "-1:0", and any after a date, whose model the
 * date tells apart. "claude-v2:1" keeps it. */
static void
cut_offer_version(char *name)
{
    size_t length = strlen(name), start;
    const char *number;

    if (length < 5 || !is_digit(name[length - 1]) || name[length - 2] != ':'
        || !is_digit(name[length - 3]))
        return;
    start = length - 3;
    number = name + start;
    if (name[start - 1] == 'v')
        start--;
    if (start == 0 || name[start - 1] != '-')
        return;
    if (strcmp(number, "1:0") == 0 || (start > 9 && date_length(name + start - 9) == 8))
        name[start - 1] = '\0';
}

/* "claude-3-5-sonnet" becomes "claude-3.5-sonnet": a number of one or two digits, then one of
 * one digit. "gemma-3-4b" is a size, "05-06" a day. */
static void
join_versions(char *name)
{
    for (char *at = name; *at != '\0'; at++) {
        size_t digits;

        if (!is_digit(*at))
            continue;
        digits = strspn(at, "0123456789");
        if (digits <= 2 && at[digits] == '-' && is_digit(at[digits + 1])
            && (at[digits + 2] == '-' || at[digits + 2] == '\0')
            && (at == name || (at[-1] != '.' && at[-1] != ':')))
            at[digits] = '.';
        at += digits - 1;
    }
}

/* "llama-3.1" is "llama3.1", "gpt-4o" "gpt4o". */
static void
join_numbers(char *name)
{
    char *to = name;

    for (const char *at = name; *at != '\0'; at++)
        if (!(*at == '-' && at != name && is_letter(at[-1]) && is_digit(at[1])))
            *to++ = *at;
    *to = '\0';
}

/* --- what becomes a condition --- */

/* How far the name goes without the longest suffix of that kind; all of it for none. */
static size_t
before_format(const char *name)
{
    for (size_t i = 1; name[i] != '\0'; i++)
        if ((name[i] == '-' || name[i] == '.' || name[i] == ':') && name_is_format(name + i + 1))
            return i;
    return strlen(name);
}

/* "medium" is a size as often as an effort, and "thinking" alone another checkpoint: these
 * are efforts in brackets only. */
static const char *const plain_efforts[] = { "minimal", "low", "high", "xhigh" };
static const char *const bracketed_efforts[] = { "none", "minimal", "low", "medium", "high",
    "xhigh", "max" };

/* How far the name goes without "-xhigh" or "-thinking-64k". */
static size_t
before_plain_effort(const char *name)
{
    const char *dash = strrchr(name, '-'), *budget = strstr(name, "-thinking-");

    if (budget != NULL && budget != name) {
        const char *number = budget + strlen("-thinking-");
        size_t digits = strspn(number, "0123456789");

        if (digits > 0 && strcmp(number + digits, "k") == 0)
            return (size_t)(budget - name);
    }
    bool named = dash != NULL && dash != name
        && name_is_word_of(plain_efforts, COUNT(plain_efforts), dash + 1, strlen(dash + 1));

    return named ? (size_t)(dash - name) : strlen(name);
}

/* Without "(high)" or "(32k think)" too. */
static size_t
before_effort(const char *name)
{
    size_t length = strlen(name), inside;
    const char *open = strrchr(name, '(');

    if (open == NULL || open == name || name[length - 1] != ')')
        return before_plain_effort(name);
    inside = strlen(open + 1) - 1;
    return name_is_word_of(bracketed_efforts, COUNT(bracketed_efforts), open + 1, inside)
        || strstr(open, "think") != NULL ? (size_t)(open - name) : length;
}

/* "32k think", "32k thinking tokens" and "thinking-32k" are one budget. */
static char *
effort_text(const char *text, size_t length)
{
    char *said = mem_strndup(text, length), *number = said, *one;
    size_t digits;

    join_separators(said);
    if (strstr(said, "think") == NULL)
        return said;
    number += strcspn(said, "0123456789");
    digits = strspn(number, "0123456789");
    if (digits > 0 && number[digits] == 'k')
        one = mem_printf("thinking-%.*sk", (int)digits, number);
    else
        one = mem_strdup(strncmp(said, "no-", 3) == 0 ? "no-thinking" : said);
    free(said);
    return one;
}

/* The end of the name from there on, without marks around it; the name is cut. */
static char *
take_end(char *name, size_t from, size_t *length)
{
    char *text = name + from + strspn(name + from, "-.:(");

    *length = strlen(text);
    *length -= *length > 0 && text[*length - 1] == ')';
    return text;
}

static void
cut_name(char *name, size_t length)
{
    name[length] = '\0';
    join_separators(name);
}

/* "o4-mini Low (April 2025)": an effort before a month in brackets, which stays. */
static void
cut_effort_before_month(struct identity_name *name)
{
    char *open = strrchr(name->canonical, '(');
    size_t from, length;

    if (open == NULL || open < name->canonical + 2 || open[-1] != '-'
        || strcspn(open + 1, "-") + 6 != strlen(open + 1)
        || strncmp(strchr(open, '-'), "-20", 3) != 0)
        return;
    open[-1] = '\0';
    from = before_plain_effort(name->canonical);
    length = strlen(name->canonical);
    if (from == length && length > 8 && strcmp(open - 8, "-medium") == 0 && is_digit(open[-9]))
        from = length - strlen("-medium");
    open[-1] = '-';
    if (from == length)
        return;
    name->effort = effort_text(name->canonical + from + 1, length - from - 1);
    cut_front(name->canonical + from, length - from);
}

static void
cut_conditions(struct identity_name *name)
{
    for (;;) {
        size_t length = strlen(name->canonical);
        size_t effort = before_effort(name->canonical);
        size_t format = before_format(name->canonical);

        if (effort < length && name->effort == NULL) {
            const char *end = take_end(name->canonical, effort, &length);

            name->effort = effort_text(end, length);
            cut_name(name->canonical, effort);
        } else if (format < length) {
            const char *end = take_end(name->canonical, format, &length);
            char *inner = name->quantization;

            name->quantization = inner == NULL ? mem_strndup(end, length)
                : mem_printf("%s-%s", end, inner);
            free(inner);
            cut_name(name->canonical, format);
        } else {
            break;
        }
    }
    /* The container of a quantised file says nothing more. */
    if (name->quantization != NULL) {
        size_t length = strlen(name->quantization);

        if (length > 5 && strcmp(name->quantization + length - 5, "-gguf") == 0)
            name->quantization[length - 5] = '\0';
        else if (strncmp(name->quantization, "gguf-", 5) == 0)
            cut_front(name->quantization, 5);
    }
}

/* --- the whole --- */

struct identity_name
identity_parse(const char *raw)
{
    char *folded = fold_case(raw), *last;
    struct identity_name name = { NULL, NULL, NULL, NULL };

    leave_cache(folded);
    last = split_owner(folded, &name.owner);
    name.canonical = mem_strdup(last);
    cut_shard(name.canonical);
    cut_extension(name.canonical);
    cut_dotted_vendor(name.canonical, &name.owner);
    join_separators(name.canonical);
    if (*name.canonical == '\0') {           /* of nothing but separators */
        free(name.canonical);
        name.canonical = folded;
        return name;
    }
    free(folded);
    if (name.owner != NULL)
        join_separators(name.owner);
    cut_offer_version(name.canonical);
    join_dates(name.canonical);
    unwrap_date(name.canonical);
    cut_effort_before_month(&name);
    cut_conditions(&name);
    unwrap_date(name.canonical);
    cut_front(name.canonical, vendor_word_length(name.canonical));
    join_versions(name.canonical);
    join_numbers(name.canonical);
    return name;
}

void
identity_name_release(struct identity_name *name)
{
    free(name->canonical);
    free(name->owner);
    free(name->quantization);
    free(name->effort);
}
