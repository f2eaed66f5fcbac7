libparetop_a_SOURCES += \
	src/result/result.h
