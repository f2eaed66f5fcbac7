libparetop_a_SOURCES += \
	src/frame/find.c \
	src/frame/mean.c \
	src/frame/frame.c src/frame/frame.h \
	src/frame/objectives.c \
	src/frame/origins.c \
	src/frame/sort.c
