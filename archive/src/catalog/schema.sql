-- The catalog, version 2 (PRAGMA user_version). docs/catalog.md says what the columns mean.
-- Times are seconds since 1970-01-01T00:00:00Z.

CREATE TABLE material (
    id     INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    kind   TEXT NOT NULL CHECK (kind IN ('certificate', 'crl', 'ocsp')),
    der    BLOB NOT NULL
) STRICT;

CREATE TABLE certificate (
    material   INTEGER PRIMARY KEY REFERENCES material (id),
    subject    TEXT NOT NULL,
    issuer     TEXT NOT NULL,
    serial     TEXT NOT NULL,
    not_before INTEGER NOT NULL,
    not_after  INTEGER NOT NULL,
    unit       TEXT NOT NULL
) STRICT;

CREATE TABLE document (
    id       INTEGER PRIMARY KEY,
    path     ANY NOT NULL UNIQUE,
    size     INTEGER,
    sha256   BLOB,
    added    INTEGER NOT NULL,
    evidence BLOB,
    error    TEXT,
    message  TEXT
) STRICT;

CREATE TABLE document_material (
    document INTEGER NOT NULL REFERENCES document (id),
    material INTEGER NOT NULL REFERENCES material (id),
    PRIMARY KEY (document, material)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_material_by_material ON document_material (material);

CREATE TABLE signature (
    document    INTEGER NOT NULL REFERENCES document (id),
    position    INTEGER NOT NULL,
    field       TEXT NOT NULL,
    type        TEXT NOT NULL,
    certificate INTEGER REFERENCES material (id),
    algorithm   TEXT,
    claimed     INTEGER,
    timestamp   INTEGER,
    intact      INTEGER,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id              INTEGER PRIMARY KEY,
    began           INTEGER NOT NULL,
    ended           INTEGER,
    validation_time INTEGER NOT NULL,
    policy          TEXT NOT NULL,
    policy_digest   BLOB NOT NULL,
    trust_digest    BLOB NOT NULL,
    material_digest BLOB,
    program         TEXT NOT NULL,
    files_read      INTEGER NOT NULL,
    documents       INTEGER
) STRICT;

CREATE TABLE outcome (
    id             INTEGER PRIMARY KEY,
    indication     TEXT NOT NULL,
    sub_indication TEXT,
    reasons        TEXT NOT NULL
) STRICT;

CREATE TABLE cause (
    id        INTEGER PRIMARY KEY,
    code      TEXT NOT NULL,
    arguments TEXT NOT NULL,
    message   TEXT NOT NULL,
    UNIQUE (code, arguments)
) STRICT;

CREATE TABLE verdict (
    run                 INTEGER NOT NULL REFERENCES run (id),
    document            INTEGER NOT NULL REFERENCES document (id),
    position            INTEGER NOT NULL,
    outcome             INTEGER NOT NULL REFERENCES outcome (id),
    best_signature_time INTEGER,
    renewal_due         INTEGER,
    renewal_cause       INTEGER REFERENCES cause (id),
    PRIMARY KEY (run, document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE revocation (
    run         INTEGER NOT NULL REFERENCES run (id),
    certificate INTEGER NOT NULL REFERENCES material (id),
    time        INTEGER NOT NULL,
    PRIMARY KEY (run, certificate)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
    run      INTEGER NOT NULL REFERENCES run (id),
    document INTEGER NOT NULL REFERENCES document (id),
    code     TEXT NOT NULL,
    message  TEXT NOT NULL,
    PRIMARY KEY (run, document)
) STRICT, WITHOUT ROWID;

-- For people and other programs: every verdict of every run with names and dates in words.
CREATE VIEW verdicts AS
SELECT verdict.run, document.path, lower(hex(document.sha256)) AS sha256, signature.position, signature.field, signature.type,
       outcome.indication, outcome.sub_indication, outcome.reasons,
       certificate.subject AS signer, certificate.unit, certificate.issuer, signature.algorithm,
       strftime('%Y-%m-%dT%H:%M:%SZ', signature.claimed, 'unixepoch') AS claimed_signing_time,
       strftime('%Y-%m-%dT%H:%M:%SZ', signature.timestamp, 'unixepoch') AS timestamp,
       strftime('%Y-%m-%dT%H:%M:%SZ', verdict.best_signature_time, 'unixepoch') AS best_signature_time,
       strftime('%Y-%m-%dT%H:%M:%SZ', verdict.renewal_due, 'unixepoch') AS renewal_due,
       cause.code AS renewal_cause, cause.message AS renewal_message
  FROM verdict
  JOIN document ON document.id = verdict.document
  JOIN signature ON signature.document = verdict.document AND signature.position = verdict.position
  JOIN outcome ON outcome.id = verdict.outcome
  LEFT JOIN cause ON cause.id = verdict.renewal_cause
  LEFT JOIN certificate ON certificate.material = signature.certificate;
