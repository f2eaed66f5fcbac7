/* strbuf.h - a byte string that grows. Always NUL-terminated, may hold NULs inside.
 * Low-level: knows nothing of UTF-8 (text.h) or numbers (number.h). */
#ifndef PARETOP_BASE_STRBUF_H
#define PARETOP_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
    char *data;      /* NULL only after release and detach */
    size_t length;   /* without the final NUL */
    size_t capacity;
};

void strbuf_init(struct strbuf *buf);
void strbuf_release(struct strbuf *buf);                 /* init again before reuse */
void strbuf_clear(struct strbuf *buf);                   /* keeps the memory */
void strbuf_add(struct strbuf *buf, const void *bytes, size_t length);
void strbuf_puts(struct strbuf *buf, const char *text);
void strbuf_list(struct strbuf *buf, const char *text);   /* one more, after a comma if any */
void strbuf_putc(struct strbuf *buf, char byte);
void strbuf_fill(struct strbuf *buf, char byte, size_t count);
void strbuf_printf(struct strbuf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The bytes, which the caller frees. Nothing is left to release; what is added later starts
 * anew. */
char *strbuf_detach(struct strbuf *buf);

#endif
