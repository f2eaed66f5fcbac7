libparetop_a_SOURCES += \
	src/lens/lens.h
