using System.Collections.Generic;
using System.Linq;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>
/// What real databases hold and no dump brings whole: values that nobody can write any more, names that differ by case, programs made
/// under other settings than their database has now, and what a server works out or counts itself.
/// </summary>
internal static class OddData
{
    /// <summary>The database; beside "shop" it differs by case only, but where the server itself takes the collation of the one for that of the other (measured: 5.6).</summary>
    public static string Database(string server) => server == "mysql-5.6" ? "odd" : "Shop";

    /// <summary>Statements that make it.</summary>
    public static IEnumerable<string> Statements(string server) => All(server).Select(s => s.Replace("Shop", Database(server), System.StringComparison.Ordinal));

    private static IEnumerable<string> All(string server)
    {
        var maria = server.StartsWith("mariadb", System.StringComparison.Ordinal);
        yield return "CREATE DATABASE Shop DEFAULT CHARACTER SET sjis" + (maria ? " COMMENT 'it''s a \"shop\"'" : string.Empty);

        // Index 0, the empty text that stands for a bad value, where a server takes it without a warning (10.11 and later do not); members that look like numbers of members.
        yield return "SET SESSION sql_mode = ''";
        yield return "CREATE TABLE Shop.bad_enum (id INT PRIMARY KEY, e ENUM('a','1','it''s, \"b\"','\\\\') NOT NULL, n ENUM('00002','2','1')) ENGINE=InnoDB DEFAULT CHARACTER SET utf8";
        yield return "INSERT INTO Shop.bad_enum VALUES (1, " + (server is "mariadb-10.11" or "mariadb-11.8" ? "3" : "'nonsense'") + ", '2'), (2, '1', '00002'), (3, 1, 3), (4, 4, NULL)";
        yield return "CREATE TABLE Shop.letters (id INT PRIMARY KEY, u32 VARCHAR(9) CHARACTER SET utf32, sj VARCHAR(9) CHARACTER SET sjis, gb VARCHAR(9) CHARACTER SET gbk, bg VARCHAR(9) CHARACTER SET big5, eu TEXT CHARACTER SET eucjpms, cp VARCHAR(9) CHARACTER SET cp932, en ENUM('x','é') CHARACTER SET ucs2, tr VARCHAR(9) CHARACTER SET utf8 COLLATE utf8_turkish_ci) ENGINE=InnoDB";
        yield return "INSERT INTO Shop.letters VALUES (1, '\uD83D\uDE00 ', '表ソ', '縗', '功許', '表', '表ソ～', 'é', 'ıİ'), (2, '\\\\N', '\\\\N', '\\\\N', '', '\\\\N', 'NULL', NULL, '')";

        // A default that is shown in the session's time zone.
        yield return "CREATE TABLE Shop.moments (id INT PRIMARY KEY, a TIMESTAMP NOT NULL DEFAULT '2020-01-01 12:00:00', b TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)) ENGINE=InnoDB";
        yield return "INSERT INTO Shop.moments VALUES (1, '2021-10-31 00:30:00', '2021-10-31 01:30:00.123456')";

        // Programs keep the collation that their database had; the same names as in "shop", so that a list of one holds those of the other.
        yield return "CREATE FUNCTION Shop.tax(a VARCHAR(10)) RETURNS VARCHAR(20) DETERMINISTIC RETURN CONCAT(a, 'é\uD83D\uDE00;')";
        yield return "CREATE TABLE Shop.zero (id INT AUTO_INCREMENT PRIMARY KEY, v INT) ENGINE=InnoDB AUTO_INCREMENT=500";
        yield return "CREATE TRIGGER Shop.second_one BEFORE INSERT ON Shop.zero FOR EACH ROW SET NEW.v = NEW.v * 2";
        if (server != "mysql-5.6")
        {
            yield return "CREATE TRIGGER Shop.aa_third BEFORE INSERT ON Shop.zero FOR EACH ROW FOLLOWS second_one SET NEW.v = NEW.v + 1";
            yield return "CREATE TRIGGER Shop.zz_first BEFORE INSERT ON Shop.zero FOR EACH ROW PRECEDES second_one SET NEW.v = NEW.v - 100";
            yield return "CREATE TABLE Shop.worked_out (a INT AS (7) VIRTUAL, b INT AS (8) VIRTUAL)";
            yield return "INSERT INTO Shop.worked_out () VALUES (), (), ()";
        }

        yield return "CREATE DEFINER = 'ghost'@'nowhere' VIEW Shop.of_nobody AS SELECT id FROM Shop.zero WHERE id > 0 WITH CASCADED CHECK OPTION";
        yield return "CREATE EVENT Shop.later ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2030-01-01 00:00:00' ENDS '2031-01-01 00:00:00' COMMENT ' PRESERVE ENABLE' DO SET @x = ' PRESERVE ENABLE'";
        yield return "SET SESSION timestamp = 1577836800";
        yield return "CREATE EVENT Shop.past ON SCHEDULE AT '2020-06-01 00:00:00' DISABLE DO SET @z = 1";
        yield return "SET SESSION timestamp = DEFAULT";
        foreach (var statement in maria ? MariaDB() : server == "mysql-9" ? MySql9() : [])
        {
            yield return statement;
        }

        yield return "ALTER DATABASE Shop DEFAULT CHARACTER SET latin2";
    }

    private static IEnumerable<string> MariaDB()
    {
        yield return "CREATE SEQUENCE Shop.begun_anew START WITH 5 MINVALUE 1 MAXVALUE 6 CACHE 2 CYCLE";
        yield return "SELECT NEXTVAL(Shop.begun_anew), NEXTVAL(Shop.begun_anew), NEXTVAL(Shop.begun_anew)";
        yield return "CREATE SEQUENCE Shop.set_back START WITH 1000";
        yield return "ALTER SEQUENCE Shop.set_back RESTART WITH 3";
        yield return "CREATE TABLE Shop.checked (id INT PRIMARY KEY, v INT CHECK (v > 0), h INT INVISIBLE DEFAULT 5) ENGINE=InnoDB";
        yield return "SET check_constraint_checks = 0; INSERT INTO Shop.checked (id, v, h) VALUES (1, -5, NULL)";
        yield return "CREATE TABLE Shop.spans (id INT PRIMARY KEY, a DATE, b DATE, t TEXT COMPRESSED, PERIOD FOR p(a, b), UNIQUE KEY u (id, p WITHOUT OVERLAPS)) ENGINE=InnoDB";
        yield return "INSERT INTO Shop.spans VALUES (1, '2020-01-01', '2020-02-01', REPEAT('表', 300))";
        yield return "CREATE AGGREGATE FUNCTION Shop.total(x INT) RETURNS INT NO SQL BEGIN DECLARE s INT DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END";
        yield return "SET SESSION sql_mode = 'ORACLE'";
        yield return "CREATE PACKAGE Shop.pk AS FUNCTION f RETURN INT; END";
        yield return "CREATE PACKAGE BODY Shop.pk AS FUNCTION f RETURN INT AS BEGIN RETURN 7; END; END";
        yield return "SET SESSION sql_mode = ''";
    }

    private static IEnumerable<string> MySql9()
    {
        yield return "SET sql_generate_invisible_primary_key = 1; CREATE TABLE Shop.keyed (a INT)";
        yield return "INSERT INTO Shop.keyed (my_row_id, a) VALUES (5, 1), (9, 1)";
        yield return "SET SESSION restrict_fk_on_non_standard_key = 0";
        yield return "CREATE TABLE Shop.parent (a INT, KEY (a))";
        yield return "CREATE TABLE Shop.child (a INT, FOREIGN KEY (a) REFERENCES Shop.parent (a))";
        yield return "CREATE TABLE Shop.placed (id INT PRIMARY KEY, p POINT NOT NULL SRID 4326, g GEOMETRY, SPATIAL INDEX (p))";
        yield return "INSERT INTO Shop.placed VALUES (1, ST_SRID(POINT(1, 2), 4326), ST_GeomFromText('GEOMETRYCOLLECTION EMPTY'))";
        yield return "CREATE TABLE Shop.checked (id INT PRIMARY KEY, v INT CHECK (v > 0) NOT ENFORCED, u VARCHAR(40) DEFAULT (UUID()), KEY down (id DESC) INVISIBLE)";
        yield return "INSERT INTO Shop.checked VALUES (1, -5, 'u')";
    }
}
