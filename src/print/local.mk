libparetop_a_SOURCES += \
	src/print/interchange.c src/print/interchange.h \
	src/print/print.c src/print/print.h \
	src/print/print_csv.c \
	src/print/print_internal.h \
	src/print/print_json.c \
	src/print/print_markdown.c \
	src/print/print_plain.c \
	src/print/print_svg.c \
	src/print/print_text.c \
	src/print/stream.c
