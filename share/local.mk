# schema, catalogue, formats, views, themes, completions.
