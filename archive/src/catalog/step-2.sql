-- From version 1 of the catalog to version 2: verdicts say what ends on the day by which a new timestamp is needed.

CREATE TABLE cause (
    id        INTEGER PRIMARY KEY,
    code      TEXT NOT NULL,
    arguments TEXT NOT NULL,
    message   TEXT NOT NULL,
    UNIQUE (code, arguments)
) STRICT;

ALTER TABLE verdict ADD COLUMN renewal_cause INTEGER REFERENCES cause (id);

DROP VIEW verdicts;

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
