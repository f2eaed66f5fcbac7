libparetop_a_SOURCES += \
	src/print/print.h
