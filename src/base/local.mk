libparetop_a_SOURCES += \
	src/base/block.h \
	src/base/error.c src/base/error.h \
	src/base/file.c src/base/file.h \
	src/base/json.h src/base/json_parse.c src/base/json_parts.c src/base/json_parts.h \
	src/base/json_scan.c src/base/json_span.c \
	src/base/memory.c src/base/memory.h \
	src/base/number.c src/base/number.h src/base/number_print.c \
	src/base/pages.c src/base/pages.h \
	src/base/sha256.c src/base/sha256.h \
	src/base/strbuf.c src/base/strbuf.h \
	src/base/text.c src/base/text.h src/base/text_match.c src/base/text_scrub.c \
	src/base/thread.c src/base/thread.h \
	src/base/word.h
