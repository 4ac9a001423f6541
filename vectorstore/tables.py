"""The catalogue's tables, in SQLAlchemy Core, and the keyword index beside them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, DateTime, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

SCHEMA_VERSION = 6

metadata = MetaData()

facts = Table("facts", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("sha256", String, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("classification", String, nullable=False),
    Column("body", Text),
    Column("meeting_date", Date),
    Column("period", String),
    Column("page_count", Integer),
    Column("passage_count", Integer, nullable=False),
    Column("unread_pages", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("description", String, nullable=False),
    Column("ingested_at", DateTime, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("path", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
    Column("described_by", String, nullable=False),
    Index("sources_document", "document_id"),
)

# What the command line said of a file, as JSON: it holds until the command line says otherwise.
said = Table("said", metadata, Column("path", String, primary_key=True), Column("said", Text, nullable=False))

pages = Table(
    "pages",
    metadata,
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("number", Integer),
    Column("printed", String),
    Column("label", String),
    Column("text", Text, nullable=False),
    Column("unread", String),
    Column("running", JSON, nullable=False),
)

# Pages whose text was read from their picture: how sure that is (0 to 1), and [start, end, left, top, right, bottom] of each word.
recognised = Table(
    "recognised",
    metadata,
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("confidence", Float, nullable=False),
    Column("words", JSON, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("section", JSON, nullable=False),
    Column("paragraph", String),
    Column("rows", JSON, nullable=False),
    Column("group_name", String),
    Column("intro", Text),
    Column("pieces", JSON, nullable=False),
    Index("passages_place", "document_id", "ordinal"),
)

acronyms = Table(
    "acronyms",
    metadata,
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("short", String, primary_key=True),
    Column("long", String, primary_key=True),
)

# The risk registers read from a document, each as one JSON value (records.to_json).
registers = Table(
    "registers",
    metadata,
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("register", JSON, nullable=False),
)

# What a document promises, agrees, recommends or resolves, all of it as one JSON value (commitments.to_json).
commitments = Table(
    "commitments",
    metadata,
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("entries", JSON, nullable=False),
)

# The vectors of the word pieces of a document's units (piece_vectors.py), each under the digest of its unit's text.
piece_vectors = Table(
    "piece_vectors",
    metadata,
    Column("digest", String, primary_key=True),
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("vectors", LargeBinary, nullable=False),
    Index("piece_vectors_document", "document_id"),
)

# The vectors (float32) of the pieces that passages are embedded in, each under the digest of its text: what the same words have already.
passage_vectors = Table(
    "passage_vectors",
    metadata,
    Column("digest", String, primary_key=True),
    Column("document_id", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    Index("passage_vectors_document", "document_id"),
)

# Documents of which vectors may stand in Chroma without a passage: being written, or taken out and not yet swept.
unswept = Table("unswept", metadata, Column("document_id", String, primary_key=True))

KEYWORD_INDEX = """
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(
    title, section, words, tokenize = "porter unicode61 remove_diacritics 2", prefix = ''
)
"""
