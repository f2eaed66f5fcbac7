/* name_parts.c - see name_parts.h. The lists are closed: what is not in them may be a model. */
#include "store/name_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Whether the first length bytes of text are one of the words. */
bool
name_is_word_of(const char *const *words, size_t n_words, const char *text, size_t length)
{
    for (size_t i = 0; i < n_words; i++)
        if ((length == 0 || words[i][0] == text[0]) && strncmp(words[i], text, length) == 0
            && words[i][length] == '\0')
            return true;
    return false;
}

/* "q4-k-m", "iq2-xxs", "q8-0". */
static bool
is_llama_quant(const char *text)
{
    static const char *const sizes[] = { "", "-0", "-1", "-k", "-xxs", "-xs", "-s", "-m", "-l",
        "-nl", "-k-xs", "-k-s", "-k-m", "-k-l", "-k-xl", "-k-small", "-k-medium", "-k-large" };

    if (*text == 'i')
        text++;
    return text[0] == 'q' && text[1] >= '1' && text[1] <= '8'
        && name_is_word_of(sizes, COUNT(sizes), text + 2, strlen(text + 2));
}

/* Suffixes that say how a model is stored, not which it is. */
bool
name_is_format(const char *text)
{
    static const char *const formats[] = { "w4a16", "w8a8", "w8a16", "w4a8", "w4a4", "mxfp4",
        "mxfp4-moe", "mxfp8", "nvfp4", "bf16", "fp16", "fp32", "f16", "f32", "fp8", "fp4",
        "fp8-dynamic", "fp8-block", "int8", "int4", "int3", "int2", "8bit", "6bit", "5bit",
        "4bit", "3bit", "2bit", "awq",
        "gptq", "gguf", "ggml", "nf4", "bnb", "exl2", "hqq", "aqlm", "mlx", "quantized", "ud" };

    return name_is_word_of(formats, COUNT(formats), text, strlen(text)) || is_llama_quant(text);
}

/* "7b", "8x7b", "a3b", "v2", "500". */
static bool
is_count(const char *part)
{
    size_t digits;

    part += *part == 'v' || *part == 'a';
    digits = strspn(part, "0123456789");
    if (digits > 0 && part[digits] == 'x')
        digits += 1 + strspn(part + digits + 1, "0123456789");
    return digits > 0 && (part[digits] == '\0'
        || (strchr("bmk", part[digits]) != NULL && part[digits + 1] == '\0'));
}

/* Whether a part of a name says of which make or size a model is, or which of a training's
 * results, and not which model. */
static bool
is_part_of_any(const char *part)
{
    static const char *const any[] = { "instruct", "chat", "it", "base", "pretrained", "sft", "dpo",
        "ppo", "grpo", "kto", "orpo", "rlhf", "rl", "lora", "qlora", "ft", "finetune", "finetuned",
        "tuned", "adapter", "model", "merged", "hf", "ggml", "best", "last", "latest", "final",
        "run", "exp", "experiment", "test", "train", "baseline", "student", "teacher", "nano",
        "micro",
        "tiny", "mini", "small", "medium", "large", "xlarge", "huge", "full", "quantized",
        "s", "m", "l", "k", "xs", "xl", "xxs", "xxl", "nl" };

    return name_is_word_of(any, COUNT(any), part, strlen(part)) || is_count(part)
        || name_is_format(part);
}

/* "7b", "awq", "v2", "8b-instruct", "ggml-model-q4_0.gguf". */
bool
name_is_of_any(const char *name)
{
    char *parts = mem_strdup(name);
    bool any = true;

    for (char *part = parts; any && *part != '\0';) {
        size_t length = strcspn(part, "-_. :");
        bool more = part[length] != '\0';

        part[length] = '\0';
        any = length == 0 || ((length > 1 || part != parts || isdigit((unsigned char)*part))
            && is_part_of_any(part));  /* one letter is a size only after something */
        part += length + more;
    }
    free(parts);
    return any;
}

/* Names that mean nothing without their folder, as do those without a letter: not even the
 * owner is cut off. */
bool
name_is_generic(const char *name)
{
    static const char *const generic[] = { "checkpoint", "ckpt", "step", "epoch", "global_step",
        "iter", "final", "model", "merged", "output", "latest", "best", "pytorch_model", "adapter",
        "weights", "snapshot", "main", "hf" };
    size_t length = strcspn(name, "-_.0123456789");
    bool letters = false;

    for (const char *at = name; *at != '\0' && !letters; at++)
        letters = (unsigned char)*at >= 0x80 || isalpha((unsigned char)*at) != 0;
    return !letters || name_is_word_of(generic, COUNT(generic), name, length)
        || strncmp(name, "pytorch_model", 13) == 0 || strncmp(name, "global_step", 11) == 0;
}
