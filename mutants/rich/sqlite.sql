PRAGMA user_version = 7;
PRAGMA application_id = 41;
CREATE TABLE tipos (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  a_int INT DEFAULT 1,
  a_tinyint TINYINT NOT NULL DEFAULT 0,
  a_smallint SMALLINT DEFAULT -3,
  a_mediumint MEDIUMINT,
  a_bigint BIGINT,
  a_unsigned UNSIGNED BIG INT,
  a_int2 INT2,
  a_int8 INT8,
  a_character CHARACTER(20),
  a_varchar VARCHAR(255) DEFAULT 'Ana',
  a_varying VARYING CHARACTER(255),
  a_nchar NCHAR(55) COLLATE NOCASE,
  a_native NATIVE CHARACTER(70),
  a_nvarchar NVARCHAR(100) COLLATE RTRIM DEFAULT '',
  a_text TEXT DEFAULT (upper('a') || 'b'),
  a_clob CLOB,
  a_blob BLOB DEFAULT x'00ff',
  a_none,
  a_real REAL DEFAULT 1.5,
  a_double DOUBLE,
  a_precision DOUBLE PRECISION,
  a_float FLOAT NOT NULL DEFAULT 0,
  a_numeric NUMERIC,
  a_decimal DECIMAL(10, 5),
  a_boolean BOOLEAN DEFAULT FALSE,
  a_date DATE DEFAULT CURRENT_DATE,
  a_datetime DATETIME DEFAULT CURRENT_TIMESTAMP,
  a_time TIME DEFAULT CURRENT_TIME,
  a_timestamp TIMESTAMP,
  a_json JSON DEFAULT '{}',
  a_uuid UUID,
  a_char32 CHAR(32)
);
CREATE TABLE estricta (
  clave TEXT NOT NULL,
  orden INT NOT NULL DEFAULT 1 CHECK (orden >= 0),
  cualquiera ANY,
  datos BLOB,
  peso REAL,
  numero INTEGER,
  PRIMARY KEY (clave COLLATE NOCASE, orden DESC)
) STRICT, WITHOUT ROWID;
CREATE TABLE autor (
  id INTEGER PRIMARY KEY,
  codigo VARCHAR(10) NOT NULL ON CONFLICT IGNORE,
  nombre VARCHAR(50) COLLATE NOCASE,
  alta DATETIME,
  CONSTRAINT uq_codigo UNIQUE (codigo, nombre) ON CONFLICT REPLACE
);
CREATE TABLE obra (
  autor_id INTEGER NOT NULL,
  numero INTEGER NOT NULL,
  titulo VARCHAR(100) NOT NULL UNIQUE,
  precio NUMERIC(8, 2) DEFAULT 9.99 CHECK (precio > 0 AND precio <= 1000),
  copias INTEGER DEFAULT 1,
  total NUMERIC GENERATED ALWAYS AS (precio * copias) VIRTUAL,
  mayus TEXT GENERATED ALWAYS AS (upper(titulo)) STORED,
  editor_id INTEGER REFERENCES autor (id) ON DELETE SET NULL ON UPDATE CASCADE,
  sucesora_autor INTEGER,
  sucesora_numero INTEGER,
  CONSTRAINT pk_obra PRIMARY KEY (autor_id, numero),
  CONSTRAINT fk_autor FOREIGN KEY (autor_id) REFERENCES autor (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_sucesora FOREIGN KEY (sucesora_autor, sucesora_numero)
    REFERENCES obra (autor_id, numero) ON DELETE NO ACTION,
  CONSTRAINT ck_copias CHECK (copias BETWEEN 0 AND 500 OR titulo LIKE 'Gran%'),
  CHECK (editor_id IS NULL OR editor_id <> autor_id)
);
CREATE TABLE registro (cuando TEXT, que TEXT, cuanto);
CREATE TABLE etiqueta (nombre TEXT PRIMARY KEY, color TEXT);
CREATE INDEX ix_titulo ON obra (titulo COLLATE NOCASE DESC, precio);
CREATE UNIQUE INDEX ix_editor ON obra (editor_id, numero) WHERE editor_id IS NOT NULL AND copias > 1;
CREATE INDEX ix_expresion ON obra (lower(titulo), copias + 1 DESC);
CREATE INDEX ix_nombre ON autor (nombre);
CREATE UNIQUE INDEX ix_alta ON autor (alta, codigo);
CREATE VIEW caras AS SELECT autor_id, titulo, precio FROM obra WHERE precio > 10 ORDER BY precio DESC;
CREATE VIEW cuentas (autor, obras, suma) AS
  SELECT a.nombre, count(*), sum(o.precio) FROM autor AS a LEFT JOIN obra AS o ON o.autor_id = a.id
  GROUP BY a.id HAVING count(*) >= 1;
INSERT INTO tipos VALUES (1, 7, 1, -3, 1000, 9007199254740993, 18446744073709551615, 0, -1, 'ab', 'Ana', 'á', 'Eñe', 'n', 'x  ', 'Hola', 'clob', x'00ff10', 5, 1.5, 0.1, 1e308, -0.0, 12345678901234567890, 10.5, 1, '2024-02-29', '2024-02-29 12:30:45', '12:30:45', '2024-02-29 12:30:45+02:00', '{"a": 1, "b": [1.0, 2]}', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6ba7b8109dad11d180b400c04fd430c8');
INSERT INTO tipos VALUES (2, 8, 0, NULL, NULL, -9223372036854775808, 5, 1, 2, '', '', NULL, 'eñe', 'N', 'x', 'hola', '', x'', 5.0, 9e999, -9e999, 0.30000000000000004, 0.0, 0.1, 10.50, 0, '2024-12-31', '2024-12-31 23:59:59.999999', '23:59:59.5', '2024-02-29T10:30:45Z', '{"b": 1, "a": 1}', '6BA7B8109DAD11D180B400C04FD430C9', 'x');
INSERT INTO tipos VALUES (3, 'siete', 'no', '3', '1e3', 9007199254740992, 1.5, '', x'01', CAST(x'ff41' AS TEXT), 'línea
dos', 'e' || char(769), 'é', 'a' || char(0) || 'b', NULL, 'null', char(9) || 'tab', x'ff41', '5', 'uno', '0.1', 0.3, 1, '1e400', '10.50', 'true', '0000-00-00', 'tomorrow', '25:00:00', '-4712-01-01 00:00:00', '{"a": 1, "a": 2}', 'no uuid', NULL);
INSERT INTO estricta VALUES ('a', 1, 1, x'01', 1.0, 1);
INSERT INTO estricta VALUES ('a', 2, 1.0, x'', -0.0, NULL);
INSERT INTO estricta VALUES ('B', 1, '1', NULL, 2.5, 9223372036854775807);
INSERT INTO estricta VALUES ('c', 1, x'31', x'31', 0.0, 0);
INSERT INTO autor VALUES (1, 'A1', 'Ana', '2024-01-01 00:00:00');
INSERT INTO autor VALUES (2, 'B2', 'Iñaki', '2024-01-02 00:00:00.5');
INSERT INTO autor VALUES (9, 'C3', NULL, NULL);
INSERT INTO obra (autor_id, numero, titulo, precio, copias, editor_id) VALUES (1, 1, 'Uno', 10, 1, 2);
INSERT INTO obra (autor_id, numero, titulo, precio, copias, editor_id) VALUES (1, 2, 'Dos', 10.5, 3, 2);
INSERT INTO obra (autor_id, numero, titulo, precio, copias, sucesora_autor, sucesora_numero) VALUES (2, 1, 'Tres', 999.99, 500, 1, 2);
INSERT INTO registro VALUES ('ayer', 'nada', 1);
INSERT INTO registro VALUES ('ayer', 'nada', 1);
INSERT INTO registro VALUES (NULL, '', 1.0);
INSERT INTO registro VALUES ('', NULL, '1');
INSERT INTO etiqueta VALUES ('una', 'rojo');
INSERT INTO etiqueta VALUES (NULL, 'azul');
INSERT INTO etiqueta VALUES (NULL, 'verde');
DELETE FROM tipos WHERE id = 4;
UPDATE sqlite_sequence SET seq = 12 WHERE name = 'tipos';
CREATE TRIGGER obra_nueva AFTER INSERT ON obra WHEN new.precio > 100 BEGIN INSERT INTO registro VALUES (datetime('now'), 'nueva', new.precio); END;
CREATE TRIGGER obra_cambia BEFORE UPDATE OF titulo, precio ON obra FOR EACH ROW BEGIN SELECT raise(ABORT, 'no') WHERE new.precio < old.precio - 50; END;
CREATE TRIGGER caras_borra INSTEAD OF DELETE ON caras BEGIN DELETE FROM obra WHERE titulo = old.titulo; END;
