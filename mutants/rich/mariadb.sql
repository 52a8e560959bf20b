CREATE TABLE tipos (
  id INT AUTO_INCREMENT PRIMARY KEY,
  a_tinyint TINYINT DEFAULT 1,
  a_bool BOOLEAN NOT NULL DEFAULT FALSE,
  a_smallint SMALLINT DEFAULT -3,
  a_mediumint MEDIUMINT,
  a_int INT NOT NULL DEFAULT 0,
  a_bigint BIGINT,
  a_unsigned BIGINT UNSIGNED DEFAULT 5,
  a_zerofill INT(6) UNSIGNED ZEROFILL,
  a_decimal DECIMAL(10, 2) DEFAULT 9.99,
  a_decimal_long DECIMAL(40, 20),
  a_float FLOAT,
  a_double DOUBLE DEFAULT 1.5,
  a_bit BIT(4) DEFAULT b'0101',
  a_char CHAR(10),
  a_varchar VARCHAR(50) DEFAULT 'Ana' COMMENT 'un nombre',
  a_varchar_bin VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  a_varchar_latin VARCHAR(50) CHARACTER SET latin1 COLLATE latin1_spanish_ci,
  a_varchar_nopad VARCHAR(50) COLLATE utf8mb4_nopad_bin,
  a_tinytext TINYTEXT,
  a_text TEXT DEFAULT (concat('a', 'B')),
  a_mediumtext MEDIUMTEXT,
  a_longtext LONGTEXT,
  a_binary BINARY(4),
  a_varbinary VARBINARY(20) DEFAULT 'x',
  a_tinyblob TINYBLOB,
  a_blob BLOB,
  a_mediumblob MEDIUMBLOB,
  a_longblob LONGBLOB,
  a_date DATE DEFAULT '2024-02-29',
  a_time TIME,
  a_time_digits TIME(3),
  a_datetime DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  a_datetime_digits DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),
  a_timestamp TIMESTAMP NULL DEFAULT NULL,
  a_timestamp_digits TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  a_year YEAR DEFAULT 2024,
  a_enum ENUM('triste', 'bien', 'feliz') DEFAULT 'bien',
  a_set SET('a', 'b', 'c') DEFAULT 'a,b',
  a_json JSON DEFAULT '{}',
  a_uuid UUID DEFAULT uuid(),
  a_inet4 INET4,
  a_inet6 INET6,
  a_point POINT,
  a_geometry GEOMETRY,
  a_linestring LINESTRING,
  a_polygon POLYGON,
  a_invisible INT INVISIBLE DEFAULT 3,
  a_compressed VARCHAR(200) COMPRESSED
) ENGINE = InnoDB COMMENT = 'todos';
SET sql_mode = '';
INSERT INTO tipos (id, a_tinyint, a_bool, a_smallint, a_mediumint, a_int, a_bigint, a_unsigned, a_zerofill, a_decimal, a_decimal_long, a_float, a_double, a_bit, a_char, a_varchar, a_varchar_bin, a_varchar_latin, a_varchar_nopad, a_tinytext, a_text, a_mediumtext, a_longtext, a_binary, a_varbinary, a_tinyblob, a_blob, a_mediumblob, a_longblob, a_date, a_time, a_time_digits, a_datetime, a_datetime_digits, a_timestamp, a_timestamp_digits, a_year, a_enum, a_set, a_json, a_uuid, a_inet4, a_inet6, a_point, a_geometry, a_linestring, a_polygon, a_invisible, a_compressed) VALUES (1, 7, 1, -3, 100, 5, 9007199254740993, 18446744073709551615, 42, 10.50, 12345678901234567890.12345678901234567890, 0.1, 0.1, b'1010', 'ab', 'Ana', 'á', 'ñ', 'x', 'Hola', 'texto', 'medio', 'largo', 'ab', 'ab', x'00ff', x'00ff10', 'm', 'l', '2024-02-29', '12:30:45', '12:30:45.123', '2024-02-29 12:30:45', '2024-02-29 12:30:45.123456', '2024-02-29 12:30:45', '2024-02-29 12:30:45.654321', 2024, 'feliz', 'a,c', '{"a": 1, "b": [1.0, 2]}', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '10.0.0.1', '::1', ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('POINT(1 2)', 4326), ST_GeomFromText('LINESTRING(0 0,1 1)'), ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))'), 3, 'comprimido');
INSERT INTO tipos (id, a_tinyint, a_bool, a_smallint, a_mediumint, a_int, a_bigint, a_unsigned, a_zerofill, a_decimal, a_decimal_long, a_float, a_double, a_bit, a_char, a_varchar, a_varchar_bin, a_varchar_latin, a_varchar_nopad, a_tinytext, a_text, a_mediumtext, a_longtext, a_binary, a_varbinary, a_tinyblob, a_blob, a_mediumblob, a_longblob, a_date, a_time, a_time_digits, a_datetime, a_datetime_digits, a_timestamp, a_timestamp_digits, a_year, a_enum, a_set, a_json, a_uuid, a_inet4, a_inet6, a_point, a_invisible, a_compressed) VALUES (2, -1, 0, 0, -1, -5, -9223372036854775808, 0, 0, -10.50, 0, -0.0, -0.0, b'0000', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '0000-00-00', '-838:59:59', '00:00:00', '0000-00-00 00:00:00', '9999-12-31 23:59:59.999999', NULL, '0000-00-00 00:00:00', 0, '', '', '{"b": [2, 1.0],  "a": 1}', '00000000-0000-0000-0000-000000000000', '0.0.0.0', '::', NULL, 0, '');
INSERT INTO tipos (id, a_varchar, a_varchar_bin, a_text, a_date, a_timestamp_digits, a_json, a_uuid, a_datetime, a_datetime_digits) VALUES (3, 'ana  ', 'línea\ndos\té', NULL, '2024-00-00', '2024-01-01 00:00:00', 'null', NULL, '2024-01-01', '2024-01-01');
UPDATE tipos SET a_datetime = a_datetime, a_timestamp_digits = a_timestamp_digits;
SET sql_mode = DEFAULT;
CREATE TABLE autor (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  codigo VARCHAR(10) NOT NULL,
  nombre VARCHAR(50) COLLATE utf8mb4_spanish_ci,
  alta DATETIME(3) NOT NULL DEFAULT '2024-01-01 00:00:00',
  PRIMARY KEY (id),
  CONSTRAINT uq_codigo UNIQUE (codigo, nombre)
) ENGINE = InnoDB AUTO_INCREMENT = 20 COMMENT = 'quien escribe';
CREATE TABLE obra (
  autor_id INT UNSIGNED NOT NULL,
  numero BIGINT NOT NULL,
  titulo VARCHAR(100) NOT NULL,
  precio DECIMAL(8, 2) DEFAULT 9.99 CHECK (precio > 0 AND precio <= 1000),
  copias INT DEFAULT 1,
  total DECIMAL(12, 2) GENERATED ALWAYS AS (precio * copias) VIRTUAL,
  mayus VARCHAR(100) GENERATED ALWAYS AS (upper(titulo)) STORED,
  editor_id INT UNSIGNED,
  sucesora_autor INT UNSIGNED,
  sucesora_numero BIGINT,
  PRIMARY KEY (autor_id, numero),
  UNIQUE KEY uq_titulo (titulo),
  KEY ix_titulo (titulo(10), precio DESC) COMMENT 'para buscar',
  KEY ix_editor (editor_id, copias) USING BTREE,
  KEY ix_ignorado (copias) IGNORED,
  FULLTEXT KEY ft_titulo (titulo),
  CONSTRAINT fk_autor FOREIGN KEY (autor_id) REFERENCES autor (id) ON DELETE CASCADE,
  CONSTRAINT fk_editor FOREIGN KEY (editor_id) REFERENCES autor (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT fk_sucesora FOREIGN KEY (sucesora_autor, sucesora_numero) REFERENCES obra (autor_id, numero),
  CONSTRAINT ck_copias CHECK (copias BETWEEN 0 AND 500 OR titulo LIKE 'Gran%')
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;
INSERT INTO autor (id, codigo, nombre) VALUES (1, 'A1', 'Ana'), (2, 'B2', 'Iñaki'), (9, 'C3', NULL);
INSERT INTO obra (autor_id, numero, titulo, precio, copias, editor_id) VALUES (1, 1, 'Uno', 10, 1, 2), (1, 2, 'Dos', 10.5, 3, 2), (2, 1, 'Tres', 999.99, 500, NULL);
CREATE TABLE registro (cuando DATETIME, que VARCHAR(20), cuanto DECIMAL(8, 3)) ENGINE = InnoDB;
INSERT INTO registro VALUES ('2024-01-01', 'nada', 1), ('2024-01-01', 'nada', 1), (NULL, '', 1.5), ('2024-01-01', NULL, 1);
CREATE TABLE etiqueta (nombre VARCHAR(20) COLLATE utf8mb4_general_ci, color BINARY(3), PRIMARY KEY (nombre)) ENGINE = InnoDB;
INSERT INTO etiqueta VALUES ('una', 'rgb'), ('Otra', 'abc');
CREATE TABLE lugar (id INT PRIMARY KEY, forma POLYGON NOT NULL, SPATIAL KEY sp_forma (forma)) ENGINE = InnoDB;
INSERT INTO lugar VALUES (1, ST_GeomFromText('POLYGON((0 0,2 0,2 2,0 0))'));
CREATE TABLE parte (id INT NOT NULL, dia DATE NOT NULL, PRIMARY KEY (id, dia)) ENGINE = InnoDB PARTITION BY RANGE (year(dia)) (PARTITION p2023 VALUES LESS THAN (2024), PARTITION p2024 VALUES LESS THAN (2025), PARTITION pmax VALUES LESS THAN MAXVALUE);
INSERT INTO parte VALUES (1, '2023-05-01'), (2, '2024-05-01'), (3, '2030-01-01');
CREATE TABLE versionada (id INT PRIMARY KEY, a VARCHAR(10), b INT WITHOUT SYSTEM VERSIONING) ENGINE = InnoDB WITH SYSTEM VERSIONING;
INSERT INTO versionada VALUES (1, 'a', 1);
CREATE TABLE periodos (id INT, desde DATE, hasta DATE, PERIOD FOR vigencia (desde, hasta), UNIQUE (id, vigencia WITHOUT OVERLAPS)) ENGINE = InnoDB;
INSERT INTO periodos VALUES (1, '2024-01-01', '2024-02-01');
CREATE TABLE antigua (a INT, b VARCHAR(10)) ENGINE = MyISAM DEFAULT CHARSET = latin1;
INSERT INTO antigua VALUES (1, 'á');
CREATE SEQUENCE libre START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 1000 CACHE 3 CYCLE;
CREATE VIEW caras AS SELECT autor_id, titulo, precio FROM obra WHERE precio > 10 ORDER BY precio DESC;
CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW propias AS SELECT id, codigo FROM autor WHERE id < 100 WITH CASCADED CHECK OPTION;
CREATE VIEW cuentas AS SELECT a.nombre AS autor, count(*) AS obras, sum(o.precio) AS suma FROM autor a LEFT JOIN obra o ON o.autor_id = a.id GROUP BY a.nombre HAVING count(*) >= 1;
--{
CREATE TRIGGER obra_nueva BEFORE INSERT ON obra FOR EACH ROW
BEGIN
  IF NEW.precio > 100 THEN SET NEW.copias = NEW.copias + 1; END IF;
END
--}
CREATE TRIGGER obra_cambia AFTER UPDATE ON obra FOR EACH ROW INSERT INTO registro VALUES (NEW.sucesora_numero, 'cambia', OLD.precio - NEW.precio);
--{
CREATE FUNCTION doble(n INT, m VARCHAR(10) CHARACTER SET utf8mb4) RETURNS INT DETERMINISTIC NO SQL SQL SECURITY INVOKER COMMENT 'por dos'
BEGIN
  IF n >= 10 THEN RETURN n * 2; END IF;
  RETURN n * 2 + 1;
END
--}
--{
CREATE PROCEDURE limpia(IN hasta DATE, INOUT n INT, OUT m INT) MODIFIES SQL DATA
BEGIN
  DELETE FROM registro WHERE cuando < hasta AND que <> 'Nada';
  SET n = n - 1, m = 5;
END
--}
CREATE EVENT cada ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ENDS '2036-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'a diario' DO DELETE FROM registro WHERE cuanto > 5;
CREATE EVENT una_vez ON SCHEDULE AT '2036-01-01 00:00:00' DO INSERT INTO registro VALUES ('2024-01-01', 'evento', 1);
