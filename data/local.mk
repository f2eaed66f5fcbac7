# The bundled tables, installed as they are.
