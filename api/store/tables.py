"""The doors' own tables. Instants are UTC microseconds since 1970; secrets are kept as SHA-256 only."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()
ID = String(36)
NAME = String(200)
INSTANT = BigInteger

ACCOUNTS = Table(
    "door_accounts",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("username", NAME, nullable=False, unique=True),
    Column("name", NAME, nullable=False),
    Column("role", String(32), nullable=False),
    Column("centre_id", NAME),
    Column("agent_id", NAME),
    Column("password_hash", String(300)),
    Column("oidc_subject", String(500), unique=True),
    Column("email", String(320), nullable=False, default=""),
    Column("language", String(2), nullable=False, default="zh"),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("must_change_password", Boolean, nullable=False, default=False),
    Column("created_at", INSTANT, nullable=False),
    Column("last_log_in", INSTANT),
    UniqueConstraint("centre_id", "agent_id", name="door_accounts_one_per_agent"),
)

SESSIONS = Table(
    "door_sessions",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ID, ForeignKey("door_accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
)

LOG_INS = Table(
    "door_log_ins",
    METADATA,
    Column("state_hash", String(64), primary_key=True),
    Column("nonce", NAME, nullable=False),
    Column("verifier", NAME, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
)

TOKENS = Table(
    "door_tokens",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("account_id", ID, ForeignKey("door_accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", NAME, nullable=False),
    Column("scopes", NAME, nullable=False),
    Column("created_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT),
    Column("parent_id", ID, ForeignKey("door_tokens.id", ondelete="CASCADE", name="door_tokens_parent"), index=True),
)

REPLIES = Table(
    "door_replies",
    METADATA,
    Column("account_id", ID, primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("key", NAME, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", INSTANT, nullable=False, index=True),
)

JOBS = Table(
    "door_jobs",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("account_id", ID, nullable=False, index=True),
    Column("centre_id", NAME, nullable=False, index=True),
    Column("actor", NAME, nullable=False),
    Column("roster_id", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("options", Text, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("dispatched", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("worker_id", ID),
    Column("cancel", Boolean, nullable=False, default=False),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("objective_ticks", BigInteger),
    Column("bound_ticks", BigInteger),
    Column("best", LargeBinary),
    Column("trail", Text),
    Column("result", Text),
    Column("error", Text),
    Column("created_at", INSTANT, nullable=False),
    Column("started_at", INSTANT),
    Column("finished_at", INSTANT),
)

WORKERS = Table(
    "door_workers",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("host", NAME, nullable=False),
    Column("started_at", INSTANT, nullable=False),
    Column("heartbeat_at", INSTANT, nullable=False),
)

FEEDS = Table(
    "door_feeds",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("account_id", ID, nullable=False, index=True),
    Column("centre_id", NAME, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", NAME, nullable=False),
    Column("label", NAME, nullable=False),
    Column("language", String(2), nullable=False),
    Column("created_at", INSTANT, nullable=False),
    Column("revoked_at", INSTANT),
)

ENTRIES = Table(
    "door_entries",
    METADATA,
    Column("centre_id", NAME, primary_key=True),
    Column("uid", ID, primary_key=True),
    Column("month", String(7), nullable=False),
    Column("agent_id", NAME, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("last_modified", INSTANT, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Index("door_entries_by_month", "centre_id", "month"),
    Index("door_entries_by_agent", "centre_id", "agent_id"),
)

REVISIONS = Table(
    "door_revisions",
    METADATA,
    Column("centre_id", NAME, primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("at", INSTANT, nullable=False),
)

NOTICES = Table(
    "door_notices",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("account_id", ID, ForeignKey("door_accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("occasion", NAME, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("link", NAME, nullable=False, default=""),
    Column("created_at", INSTANT, nullable=False),
    Column("read_at", INSTANT),
    UniqueConstraint("account_id", "occasion", name="door_notices_once"),
)

WEBHOOKS = Table(
    "door_webhooks",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("centre_id", NAME, nullable=False, index=True),
    Column("url", String(2000), nullable=False),
    Column("secret", NAME, nullable=False),
    Column("created_at", INSTANT, nullable=False),
    # `signed` for a program of the house; else the service whose group robot it is.
    Column("kind", String(16), nullable=False, server_default="signed"),
    # Whose notices a robot gets: one account's, a team's, or (neither) the centre's.
    Column("account_id", ID, ForeignKey("door_accounts.id", ondelete="CASCADE")),
    Column("team", NAME),
    Column("language", String(8), nullable=False, server_default="zh"),
    Column("label", NAME, nullable=False, server_default=""),
)

DELIVERIES = Table(
    "door_deliveries",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("notice_id", ID, ForeignKey("door_notices.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("target", String(2000), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", INSTANT, nullable=False),
    Column("sent_at", INSTANT),
    # What is said in the place of the notice's own text, where more people read it than the one it was written for.
    Column("zh", Text),
    Column("en", Text),
    UniqueConstraint("notice_id", "channel", "target", name="door_deliveries_once"),
)

CURSORS = Table(
    "door_cursors",
    METADATA,
    Column("name", NAME, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
