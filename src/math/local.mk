libparetop_a_SOURCES += \
	src/math/dominance.h
