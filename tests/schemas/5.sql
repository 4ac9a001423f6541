-- A catalogue as version 5 made it: with pages that were read from their picture. The file's place is put in for PAPERS.

CREATE TABLE documents (
    id VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    title TEXT NOT NULL,
    kind VARCHAR NOT NULL,
    classification VARCHAR NOT NULL,
    body TEXT,
    meeting_date DATE,
    period VARCHAR,
    page_count INTEGER,
    passage_count INTEGER NOT NULL,
    unread_pages JSON NOT NULL,
    notes JSON NOT NULL,
    description VARCHAR NOT NULL,
    ingested_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (sha256)
);
CREATE TABLE facts (
    "key" VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE said (
    path VARCHAR NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (path)
);
CREATE TABLE unswept (
    document_id VARCHAR NOT NULL,
    PRIMARY KEY (document_id)
);
CREATE TABLE acronyms (
    document_id VARCHAR NOT NULL,
    short VARCHAR NOT NULL,
    long VARCHAR NOT NULL,
    PRIMARY KEY (document_id, short, long),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE commitments (
    document_id VARCHAR NOT NULL,
    entries JSON NOT NULL,
    PRIMARY KEY (document_id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE pages (
    document_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    number INTEGER,
    printed VARCHAR,
    label VARCHAR,
    text TEXT NOT NULL,
    unread VARCHAR,
    running JSON NOT NULL,
    PRIMARY KEY (document_id, ordinal),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE passages (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text TEXT NOT NULL,
    search_text TEXT NOT NULL,
    spans JSON NOT NULL,
    section JSON NOT NULL,
    paragraph VARCHAR,
    rows JSON NOT NULL,
    group_name VARCHAR,
    intro TEXT,
    pieces JSON NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX passages_place ON passages (document_id, ordinal);
CREATE TABLE piece_vectors (
    digest VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    vectors BLOB NOT NULL,
    PRIMARY KEY (digest, document_id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX piece_vectors_document ON piece_vectors (document_id);
CREATE TABLE recognised (
    document_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    confidence FLOAT NOT NULL,
    words JSON NOT NULL,
    PRIMARY KEY (document_id, ordinal),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE registers (
    document_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    register JSON NOT NULL,
    PRIMARY KEY (document_id, ordinal),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE sources (
    path VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    described_by VARCHAR NOT NULL,
    PRIMARY KEY (path),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX sources_document ON sources (document_id);
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(
    title, section, words, tokenize = "porter unicode61 remove_diacritics 2", prefix = ''
);

INSERT INTO documents VALUES ('2c0b08125555913a', '2c0b08125555913a3cdabfe9698c7515c82598ef38932b12e2938afb9709e41f', 'Buses', 'other', 'open', NULL, NULL, NULL, NULL, 1, '[]', '[]', 'as version 5', '2026-11-23 07:11:36.000000');
INSERT INTO facts VALUES ('schema', '5');
INSERT INTO acronyms VALUES ('2c0b08125555913a', 'PTB', 'Personal travel budgets');
INSERT INTO pages VALUES ('2c0b08125555913a', 1, NULL, NULL, NULL, 'Buses
The bus is late. It has been late since September.
Personal travel budgets (PTB) are offered to 40 families.', NULL, '[]');
INSERT INTO passages VALUES (1, 'e130e3f70ad7f8258fe5', '2c0b08125555913a', 0, 'paragraph', 'The bus is late. It has been late since September. Personal travel budgets (PTB) are offered to 40 families.', 'Buses | The bus is late. It has been late since September. Personal travel budgets (PTB) are offered to 40 families.', '[[1, 6, 114]]', '["Buses"]', NULL, '[]', NULL, NULL, '["Buses | The bus is late. It has been late since September. Personal travel budgets (PTB) are offered to 40 families."]');
INSERT INTO sources VALUES ('PAPERS/a.md', 'a.md', '2c0b08125555913a', 119, 1795417896685021054, 'as version 5');
INSERT INTO passage_words (rowid, title, section, words) VALUES (1, 'Buses', 'Buses', 'The bus is late. It has been late since September. Personal travel budgets (PTB) are offered to 40 families.');
