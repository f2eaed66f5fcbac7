paretop_SOURCES += \
	src/tui/app.c \
	src/tui/term.c src/tui/term.h \
	src/tui/tui.h
