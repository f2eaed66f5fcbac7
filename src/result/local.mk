libparetop_a_SOURCES += \
	src/result/frame_table.c \
	src/result/result.c src/result/result.h
