# Manual pages (mdoc).
dist_man_MANS += \
	man/paretop.1 \
	man/paretop-import.1 \
	man/paretop-config.5 \
	man/paretop-formats.5 \
	man/paretop-lenses.7 \
	man/paretop-workflows.7
