libparetop_a_SOURCES += \
	src/frame/frame.h
