CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE runs (
	id INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	version VARCHAR(32) NOT NULL, 
	rules_sha256 VARCHAR(64) NOT NULL, 
	arguments JSON NOT NULL, 
	done INTEGER NOT NULL, 
	failed INTEGER NOT NULL, 
	skipped INTEGER NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id)
);

CREATE TABLE contracts (
	id INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	media_type VARCHAR(128) NOT NULL, 
	reader VARCHAR(16) NOT NULL, 
	bytes BIGINT NOT NULL, 
	pages INTEGER, 
	characters INTEGER NOT NULL, 
	title TEXT, 
	type VARCHAR(64), 
	clauses INTEGER NOT NULL, 
	errors INTEGER NOT NULL, 
	warnings INTEGER NOT NULL, 
	infos INTEGER NOT NULL, 
	notices INTEGER NOT NULL, 
	rules_version VARCHAR(32) NOT NULL, 
	rules_sha256 VARCHAR(64) NOT NULL, 
	as_of VARCHAR(10) NOT NULL, 
	side TEXT, 
	report_sha256 VARCHAR(64) NOT NULL, 
	run_id INTEGER, 
	added_at DATETIME NOT NULL, 
	read_at DATETIME NOT NULL, 
	CONSTRAINT pk_contracts PRIMARY KEY (id), 
	CONSTRAINT fk_contracts_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL, 
	CONSTRAINT uq_contracts_sha256 UNIQUE (sha256)
);

CREATE INDEX ix_contracts_read_at ON contracts (read_at);

CREATE INDEX ix_contracts_rules_sha256 ON contracts (rules_sha256);

CREATE INDEX ix_contracts_run_id ON contracts (run_id);

CREATE INDEX ix_contracts_type ON contracts (type);

CREATE TABLE failures (
	digest VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	sha256 VARCHAR(64), 
	code VARCHAR(32) NOT NULL, 
	message TEXT NOT NULL, 
	remedy TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	run_id INTEGER, 
	failed_at DATETIME NOT NULL, 
	CONSTRAINT pk_failures PRIMARY KEY (digest), 
	CONSTRAINT fk_failures_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL
);

CREATE INDEX ix_failures_run_id ON failures (run_id);

CREATE INDEX ix_failures_sha256 ON failures (sha256);

CREATE TABLE clauses (
	id INTEGER NOT NULL, 
	contract_id INTEGER NOT NULL, 
	clause VARCHAR(64) NOT NULL, 
	parent VARCHAR(64), 
	kind VARCHAR(16) NOT NULL, 
	level INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	heading TEXT NOT NULL, 
	text TEXT NOT NULL, 
	topics JSON NOT NULL, 
	page INTEGER, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	CONSTRAINT pk_clauses PRIMARY KEY (id), 
	CONSTRAINT fk_clauses_contract_id FOREIGN KEY(contract_id) REFERENCES contracts (id) ON DELETE CASCADE
);

CREATE INDEX ix_clauses_contract_id ON clauses (contract_id);

CREATE TABLE fields (
	contract_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	title TEXT NOT NULL, 
	role TEXT, 
	object TEXT, 
	status VARCHAR(16) NOT NULL, 
	kind VARCHAR(16), 
	norm TEXT, 
	value JSON, 
	number DOUBLE, 
	fen BIGINT, 
	currency VARCHAR(8), 
	per VARCHAR(8), 
	day DATE, 
	seconds BIGINT, 
	unit VARCHAR(16), 
	qualifier VARCHAR(16), 
	clock VARCHAR(16), 
	anchor TEXT, 
	clause VARCHAR(64), 
	rule VARCHAR(128), 
	confidence DOUBLE NOT NULL, 
	quote TEXT, 
	page INTEGER, 
	start INTEGER, 
	"end" INTEGER, 
	CONSTRAINT pk_fields PRIMARY KEY (contract_id, position), 
	CONSTRAINT fk_fields_contract_id FOREIGN KEY(contract_id) REFERENCES contracts (id) ON DELETE CASCADE
);

CREATE INDEX ix_fields_name_status ON fields (name, status);

CREATE TABLE findings (
	contract_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	"check" VARCHAR(128) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	severity VARCHAR(16) NOT NULL, 
	title TEXT NOT NULL, 
	message TEXT NOT NULL, 
	advice TEXT NOT NULL, 
	subject TEXT, 
	clauses JSON NOT NULL, 
	quote TEXT, 
	page INTEGER, 
	start INTEGER, 
	"end" INTEGER, 
	CONSTRAINT pk_findings PRIMARY KEY (contract_id, position), 
	CONSTRAINT fk_findings_contract_id FOREIGN KEY(contract_id) REFERENCES contracts (id) ON DELETE CASCADE
);

CREATE INDEX ix_findings_check ON findings ("check");

CREATE INDEX ix_findings_severity_kind ON findings (severity, kind);

CREATE TABLE notices (
	contract_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	code VARCHAR(128) NOT NULL, 
	stage VARCHAR(16) NOT NULL, 
	message TEXT NOT NULL, 
	place TEXT, 
	CONSTRAINT pk_notices PRIMARY KEY (contract_id, position), 
	CONSTRAINT fk_notices_contract_id FOREIGN KEY(contract_id) REFERENCES contracts (id) ON DELETE CASCADE
);

CREATE INDEX ix_notices_code ON notices (code);

CREATE TABLE paths (
	contract_id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	run_id INTEGER, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_paths PRIMARY KEY (contract_id, digest), 
	CONSTRAINT fk_paths_contract_id FOREIGN KEY(contract_id) REFERENCES contracts (id) ON DELETE CASCADE, 
	CONSTRAINT fk_paths_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE SET NULL
);

CREATE INDEX ix_paths_digest ON paths (digest);

CREATE TABLE readings (
	contract_id INTEGER NOT NULL, 
	reading BLOB NOT NULL, 
	CONSTRAINT pk_readings PRIMARY KEY (contract_id), 
	CONSTRAINT fk_readings_contract_id FOREIGN KEY(contract_id) REFERENCES contracts (id) ON DELETE CASCADE
);

CREATE TABLE reports (
	contract_id INTEGER NOT NULL, 
	report BLOB NOT NULL, 
	CONSTRAINT pk_reports PRIMARY KEY (contract_id), 
	CONSTRAINT fk_reports_contract_id FOREIGN KEY(contract_id) REFERENCES contracts (id) ON DELETE CASCADE
);

CREATE VIRTUAL TABLE clause_search USING fts5(words, content='', tokenize='ascii tokenchars ''!"#$%&''''()*+,-./:;<=>?@[\]^_`{|}~''');

CREATE VIEW bi_contracts AS
SELECT c.sha256, c.name AS file, c.title, c.type, c.pages, c.errors, c.warnings, c.infos, c.notices, c.rules_version,
       c.as_of, c.run_id, c.added_at, c.read_at, t.contract_no, t.sign_place, t.term, t.governing_law, t.sign_date, t.term_start, t.term_end, t.total_price, t.total_price_currency, t.total_price_per, t.rent, t.rent_currency, t.rent_per, t.party_a, t.party_b,
       COALESCE(t.blank_fields, 0) AS blank_fields, COALESCE(t.unreadable_fields, 0) AS unreadable_fields,
       COALESCE(t.absent_fields, 0) AS absent_fields
FROM contracts c
LEFT JOIN (
    SELECT contract_id, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'contract_no' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'contract_no' AND status = 'found' THEN norm END) END AS contract_no, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'sign_place' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'sign_place' AND status = 'found' THEN norm END) END AS sign_place, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'term' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'term' AND status = 'found' THEN norm END) END AS term, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'governing_law' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'governing_law' AND status = 'found' THEN norm END) END AS governing_law, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'sign_date' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'sign_date' AND status = 'found' THEN day END) END AS sign_date, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'term_start' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'term_start' AND status = 'found' THEN day END) END AS term_start, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'term_end' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'term_end' AND status = 'found' THEN day END) END AS term_end, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'total_price' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'total_price' AND status = 'found' THEN number END) END AS total_price, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'total_price' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'total_price' AND status = 'found' THEN currency END) END AS total_price_currency, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'total_price' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'total_price' AND status = 'found' THEN per END) END AS total_price_per, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'rent' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'rent' AND status = 'found' THEN number END) END AS rent, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'rent' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'rent' AND status = 'found' THEN currency END) END AS rent_currency, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'rent' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'rent' AND status = 'found' THEN per END) END AS rent_per, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'party' AND role = '甲方' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'party' AND role = '甲方' AND status = 'found' THEN norm END) END AS party_a, CASE WHEN COUNT(DISTINCT CASE WHEN name = 'party' AND role = '乙方' AND status = 'found' THEN norm END) = 1 THEN MAX(CASE WHEN name = 'party' AND role = '乙方' AND status = 'found' THEN norm END) END AS party_b,
           SUM(CASE WHEN status = 'blank' THEN 1 ELSE 0 END) AS blank_fields,
           SUM(CASE WHEN status = 'unreadable' THEN 1 ELSE 0 END) AS unreadable_fields,
           SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END) AS absent_fields
    FROM fields GROUP BY contract_id
) t ON t.contract_id = c.id;

CREATE VIEW bi_fields AS
SELECT c.sha256, c.name AS file, c.title AS contract_title, c.type AS contract_type, f.position + 1 AS n, f.name, f.title,
       f.role, f.object, f.status, f.kind, f.norm, f.number, f.fen, f.currency, f.per, f.day, f.seconds, f.qualifier,
       f.clock, f.anchor, f.clause, f.rule, f.confidence, f.quote, f.page
FROM fields f JOIN contracts c ON c.id = f.contract_id;

CREATE VIEW bi_findings AS
SELECT c.sha256, c.name AS file, c.title AS contract_title, c.type AS contract_type, g.position + 1 AS n,
       g."check" AS check_id, g.kind, g.severity, g.title, g.message, g.advice, g.subject, g.quote, g.page
FROM findings g JOIN contracts c ON c.id = g.contract_id;

CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	action TEXT NOT NULL, 
	object TEXT NOT NULL, 
	address TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);

CREATE INDEX ix_audit_at ON audit (at);

CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	contract TEXT NOT NULL, 
	target TEXT NOT NULL, 
	"after" INTEGER NOT NULL, 
	action TEXT NOT NULL, 
	value TEXT, 
	reason TEXT, 
	text TEXT, 
	undoes INTEGER, 
	said TEXT NOT NULL, 
	report TEXT NOT NULL, 
	due BOOLEAN NOT NULL, 
	"by" TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_decisions PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_decisions_contract_target_after ON decisions (contract, target, "after");

CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	contract TEXT NOT NULL, 
	name TEXT NOT NULL, 
	bytes BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	pages_done INTEGER, 
	pages INTEGER, 
	error TEXT, 
	detail TEXT, 
	remedy TEXT, 
	"by" TEXT NOT NULL, 
	queued DATETIME NOT NULL, 
	started DATETIME, 
	ended DATETIME, 
	CONSTRAINT pk_jobs PRIMARY KEY (id)
);

CREATE INDEX ix_jobs_contract ON jobs (contract);

CREATE INDEX ix_jobs_state ON jobs (state);

CREATE TABLE people (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	password TEXT NOT NULL, 
	active BOOLEAN NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT uq_people_name UNIQUE (name)
);

CREATE TABLE webhooks (
	id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	secret TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	removed DATETIME, 
	CONSTRAINT pk_webhooks PRIMARY KEY (id)
);

CREATE TABLE deliveries (
	id INTEGER NOT NULL, 
	webhook INTEGER NOT NULL, 
	message TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	due DATETIME NOT NULL, 
	answer TEXT, 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT fk_deliveries_webhook FOREIGN KEY(webhook) REFERENCES webhooks (id)
);

CREATE INDEX ix_deliveries_state ON deliveries (state);

CREATE INDEX ix_deliveries_webhook ON deliveries (webhook);

CREATE TABLE sessions (
	digest TEXT NOT NULL, 
	person INTEGER NOT NULL, 
	created DATETIME NOT NULL, 
	expires DATETIME NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (digest), 
	CONSTRAINT fk_sessions_person FOREIGN KEY(person) REFERENCES people (id)
);

CREATE INDEX ix_sessions_person ON sessions (person);

CREATE TABLE tokens (
	id INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	scopes TEXT NOT NULL, 
	created DATETIME NOT NULL, 
	expires DATETIME, 
	used DATETIME, 
	revoked DATETIME, 
	CONSTRAINT pk_tokens PRIMARY KEY (id), 
	CONSTRAINT fk_tokens_person FOREIGN KEY(person) REFERENCES people (id), 
	CONSTRAINT uq_tokens_digest UNIQUE (digest)
);

CREATE INDEX ix_tokens_person ON tokens (person);

CREATE INDEX ix_fields_name_number ON fields (name, number) WHERE number IS NOT NULL;

CREATE INDEX ix_fields_name_seconds ON fields (name, seconds) WHERE seconds IS NOT NULL;

CREATE INDEX ix_fields_name_day ON fields (name, day) WHERE day IS NOT NULL;

INSERT INTO clause_search (clause_search, rank) VALUES ('hashsize', 4194304);

INSERT INTO alembic_version (version_num) VALUES ('0004')