# schema, catalogue, formats, views, themes, completions.

viewsdir = $(pkgdatadir)/views
dist_views_DATA = \
	share/views/ten-models.view \
	share/views/imagenet.view \
	share/views/pythia.view
