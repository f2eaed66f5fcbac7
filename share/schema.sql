-- The store of paretop: every number knows where it came from.
--
-- Nested results are rows of `score` and its relatives. Table-shaped sources keep a row per
-- record instead; all sources of n columns share the table wide_<n>:
--     row INTEGER PRIMARY KEY   source << 32 | number of the record, from 0
--     place                     where it was, if not simply in that row: a JSON path
--     form                      how its numbers were written, a byte per column: 0 is their
--                               shortest text, 1 + d with d decimals, 255 see `raw`
--     c0, c1, ...               its cells, typed one by one; `field` says what they are
-- and the first hundred sources have a view table_<source> of their cells under their headers.
-- 0x7072746f is "prto". user_version is the number of this schema; src/store/open.c makes it of
-- older ones, a step for each number. "paretop sql" adds a view trace(model, name, measure,
-- value, file, place, written), a row for each number that was read. Indexes are what imports of thousands of files ask for.
PRAGMA application_id = 1886549103;
PRAGMA user_version = 4;

CREATE TABLE source (
    id       INTEGER PRIMARY KEY,
    path     TEXT NOT NULL UNIQUE,      -- absolute; a source is its path
    name     TEXT NOT NULL,             -- as the user gave it
    format   TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    options  TEXT NOT NULL,             -- --map, --set, --lenient: others mean another import
    bytes    INTEGER NOT NULL,
    records  INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    wide     INTEGER NOT NULL DEFAULT 0, -- n: its records are in wide_<n>
    imported TEXT NOT NULL               -- UTC
);

CREATE INDEX source_sha256 ON source (sha256);   -- "same content as ..."

CREATE TABLE model (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    parent INTEGER REFERENCES model(id) -- an architecture, or the base of a quantised one
);

-- What a raw name means: in one source, or, source 0, everywhere else. canonical is what the
-- stated rules make of the name; equal canonical names are one model.
CREATE TABLE alias (
    raw       TEXT NOT NULL,
    source    INTEGER NOT NULL DEFAULT 0,
    model     INTEGER NOT NULL REFERENCES model(id),
    canonical TEXT NOT NULL,
    decided   TEXT NOT NULL CHECK (decided = 'exact' OR decided = 'rule' OR decided = 'user'),
    PRIMARY KEY (raw, source)
) WITHOUT ROWID;
CREATE INDEX alias_canonical ON alias (canonical);
CREATE TRIGGER source_aliases AFTER DELETE ON source BEGIN
    DELETE FROM alias WHERE source = old.id;
END;

-- Canonical names that a source lists of several owners, as "zoom/scribe_v1" and
-- "elevenlabs/scribe_v1": the owner tells their models apart.
CREATE TABLE homonym (
    canonical TEXT NOT NULL,
    source    INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    PRIMARY KEY (canonical, source)
) WITHOUT ROWID;

-- Which raw names a source uses.
CREATE TABLE mention (
    source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    raw    TEXT NOT NULL,
    PRIMARY KEY (source, raw)
) WITHOUT ROWID;

-- One configuration that was evaluated or measured. Conditions are columns; the rest of
-- what the file says about the run is JSON.
CREATE TABLE run (
    id      INTEGER PRIMARY KEY,
    source  INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    raw     TEXT,                        -- the model's name as written
    hardware TEXT, precision TEXT, quantization TEXT, batch TEXT, concurrency TEXT,
    provider TEXT, effort TEXT, shots TEXT, seed TEXT, checkpoint TEXT, date TEXT,
    rest    TEXT NOT NULL DEFAULT '{}',
    place   TEXT
);
CREATE INDEX run_source ON run (source);

CREATE TABLE measure (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,      -- task/metric, or a column's name
    task      TEXT,
    metric    TEXT NOT NULL,
    unit      TEXT,
    direction INTEGER NOT NULL DEFAULT 0 CHECK (direction BETWEEN -1 AND 1),
    kind      INTEGER NOT NULL DEFAULT 0,
    missing   TEXT,                      -- tokens proposed: '0,-1'
    aggregate INTEGER NOT NULL DEFAULT 0, -- 1: made of other measures, as mmlu of its subjects
    decided   TEXT NOT NULL DEFAULT 'catalogue' -- catalogue, file, user
);

CREATE TABLE score (
    run     INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    measure INTEGER NOT NULL REFERENCES measure(id),
    stat    TEXT,
    value,                               -- no affinity: REAL would ruin 64-bit integers
    se REAL, sd REAL, sd_ddof INTEGER, lo REAL, hi REAL, level REAL, n REAL,
    status  INTEGER NOT NULL DEFAULT 0,
    conditions TEXT,                     -- JSON: of this score alone, as a task's shots
    place   TEXT,
    raw     TEXT                         -- as written, where it was repaired
);
CREATE INDEX score_run ON score (run, measure);

CREATE TABLE item (
    run     INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    measure INTEGER NOT NULL REFERENCES measure(id),
    item    TEXT NOT NULL,
    cluster TEXT,
    value   REAL,
    place   TEXT
);
CREATE INDEX item_run ON item (run, measure);

CREATE TABLE request (
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    prompt_tokens REAL, output_tokens REAL, seconds REAL, first_token_seconds REAL,
    error TEXT, place TEXT
);
CREATE INDEX request_run ON request (run);

-- Runtime by prompt size, metric by checkpoint, price by date.
CREATE TABLE curve (
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    measure INTEGER NOT NULL REFERENCES measure(id),
    axis TEXT NOT NULL, x REAL NOT NULL, value REAL, place TEXT
);
CREATE INDEX curve_run ON curve (run, measure);

CREATE TABLE preference (
    source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    a TEXT NOT NULL, b TEXT NOT NULL, outcome TEXT NOT NULL, item TEXT, judge TEXT, place TEXT
);
CREATE TABLE episode (
    source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    run TEXT, task TEXT, phase TEXT, at REAL, value REAL, place TEXT,
    block REAL, metric TEXT, worker TEXT    -- at: the number of the experience in the run
);

-- Columns of wide tables: what c0, c1, ... are in each source.
CREATE TABLE field (
    source    INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    ordinal   INTEGER NOT NULL,
    name      TEXT NOT NULL,             -- header as written
    role      TEXT NOT NULL,             -- model, task, condition, attribute, measure, se, n, ...
    of        TEXT,                      -- se, n: the column that they belong to; condition: which
    numeric   INTEGER NOT NULL,          -- every cell that is not missing is a number
    unit TEXT, direction INTEGER NOT NULL DEFAULT 0, kind INTEGER NOT NULL DEFAULT 0,
    missing   TEXT, decided TEXT NOT NULL DEFAULT 'catalogue',
    PRIMARY KEY (source, ordinal)
) WITHOUT ROWID;

-- Cells whose text does not follow from the stored number: "1,014.45", "85 %".
CREATE TABLE raw (
    source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    row INTEGER NOT NULL, ordinal INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (source, row, ordinal)
) WITHOUT ROWID;

CREATE TABLE warning (
    source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                  -- warning, reject, role, suspect, repair
    place TEXT, text TEXT NOT NULL
);
CREATE INDEX warning_source ON warning (source);

-- Files of which nothing was taken, until they are read or removed.
CREATE TABLE refused (
    path TEXT PRIMARY KEY,               -- absolute
    name TEXT NOT NULL,                  -- as the user gave it
    text TEXT NOT NULL, hint TEXT        -- why, and the way out
) WITHOUT ROWID;

-- What the user decided: direction:NAME, missing:NAME, derive:NAME, view:NAME.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
