paretop_SOURCES += \
	src/tui/tui.h
