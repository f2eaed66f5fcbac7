libparetop_a_SOURCES += \
	src/lens/lens.h \
	src/lens/registry.c \
	src/lens/settings.c
