using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MySqlReplication.Module.Tests.Snapshots;

/// <summary>
/// Made-up data in the shape of a shop and of a staff list: keys that point in circles, views on views, triggers, routines, events,
/// partitions, and a table with every type a server has at the ends of its range.
/// </summary>
internal static class ShopData
{
    public static readonly string[] Databases = ["shop", "staff `x`", "leer"];

    /// <summary>Statements that make it; <paramref name="rows"/> is how many orders there are.</summary>
    public static IEnumerable<string> Statements(string server, int rows)
    {
        var mysql9 = server == "mysql-9";
        var maria = server.StartsWith("mariadb", System.StringComparison.Ordinal);
        yield return "CREATE DATABASE shop DEFAULT CHARACTER SET utf8mb4";
        yield return "CREATE DATABASE leer DEFAULT CHARACTER SET latin1";
        yield return "CREATE DATABASE `staff ``x``` DEFAULT CHARACTER SET utf8mb4";
        yield return "CREATE TABLE shop.digits (d INT PRIMARY KEY)";
        yield return "INSERT INTO shop.digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)";

        // Two tables that point at each other.
        yield return "CREATE TABLE shop.store (id TINYINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, manager SMALLINT UNSIGNED NULL, name VARCHAR(40) NOT NULL, UNIQUE KEY (name)) ENGINE=InnoDB AUTO_INCREMENT=77";
        yield return "CREATE TABLE shop.clerk (id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, store TINYINT UNSIGNED NULL, picture BLOB, CONSTRAINT works_in FOREIGN KEY (store) REFERENCES shop.store(id)) ENGINE=InnoDB";
        yield return "ALTER TABLE shop.store ADD CONSTRAINT led_by FOREIGN KEY (manager) REFERENCES shop.clerk(id)";
        yield return "INSERT INTO shop.store VALUES (1, NULL, 'Ost\\'s \\\\ \\t\\n'), (2, NULL, '\uD83D\uDE00 West')";
        yield return "INSERT INTO shop.clerk VALUES (1, 1, x'00090A5C0D1A22270031'), (2, 2, NULL), (3, 2, '')";
        yield return "UPDATE shop.store SET manager = id";
        yield return "CREATE TABLE shop.orders (id INT UNSIGNED AUTO_INCREMENT, day DATE NOT NULL, store TINYINT UNSIGNED NOT NULL, amount DECIMAL(12,4), note VARCHAR(200) CHARACTER SET latin1, PRIMARY KEY (id, day), KEY by_store (store, day)) ENGINE=InnoDB"
            + " PARTITION BY RANGE (TO_DAYS(day)) (PARTITION p1 VALUES LESS THAN (TO_DAYS('2011-01-01')), PARTITION p2 VALUES LESS THAN MAXVALUE)";
        yield return "SET @n = 0";
        yield return "INSERT INTO shop.orders (day, store, amount, note) SELECT DATE_ADD('2010-01-01', INTERVAL (a.d + 10*b.d + 100*c.d) DAY), 1 + (a.d MOD 2), (a.d * 1000 - b.d * 7) / 3, CONCAT('Grün ', a.d, '\\t', b.d, '\\\\', c.d)"
            + " FROM shop.digits a, shop.digits b, shop.digits c, shop.digits d, shop.digits e LIMIT " + rows.ToString(System.Globalization.CultureInfo.InvariantCulture);
        yield return "CREATE TABLE shop.zero (id INT AUTO_INCREMENT PRIMARY KEY, v INT) ENGINE=InnoDB";
        yield return "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'";
        yield return "INSERT INTO shop.zero VALUES (0, 10), (5, 20), (-3, 1)";
        yield return "CREATE TABLE shop.nokey (a INT NULL, b VARCHAR(10)) ENGINE=InnoDB";
        yield return "INSERT INTO shop.nokey VALUES (1, 'x'), (1, 'x'), (NULL, NULL)";
        yield return "SET SESSION sql_mode = 'ALLOW_INVALID_DATES'";
        yield return "SET SESSION time_zone = '+00:00'";
        yield return "CREATE TABLE `staff ``x```.`sélect 'all'` (id BIGINT PRIMARY KEY, `a\"b``c` CHAR(10) CHARACTER SET latin1, t TINYINT, u BIGINT UNSIGNED, z INT(5) UNSIGNED ZEROFILL, de DECIMAL(65,30), f FLOAT, f2 FLOAT(7,2), d DOUBLE, d2 DOUBLE(15,4),"
            + " b1 BIT(1), b9 BIT(64), da DATE, ti TIME(3), dt DATETIME(6), ts TIMESTAMP(2) NULL, y YEAR, c16 VARCHAR(20) CHARACTER SET utf16, cu VARCHAR(20) CHARACTER SET ucs2, cb VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,"
            + " bi BINARY(8), vb VARBINARY(300), tx TEXT, mt MEDIUMTEXT CHARACTER SET cp1251, lb LONGBLOB, e ENUM('1','0','a,b','it''s','') , s SET('x','y z','1'), g GEOMETRY, p POINT) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4";
        yield return "INSERT INTO `staff ``x```.`sélect 'all'` VALUES (-9223372036854775808, 'é  ', -128, 18446744073709551615, 42, -12345678901234567890123456789012345.123456789012345678901234567891, 1.2345678, 1.23, 0.1, 1234.5678,"
            + " b'1', b'1000000000000000000000000000000000000000000000000000000000000001', '0000-00-00', '-838:59:59.000', '0000-00-00 00:00:00', '2020-03-29 01:30:00.12', 0, 'é\uD83D\uDE00', 'é', '\uD83D\uDE00', x'0009', x'00090A5C0D1A2227FF', 'tab\\tline\\nback\\\\N\\\\', 'ж', REPEAT(x'00FF0A', 1000), '1', 'x,1', "
            + Point(server) + ", " + Point(server) + ")";
        yield return "INSERT INTO `staff ``x```.`sélect 'all'` VALUES (9223372036854775807, '', 127, 0, 0, 0, -3.40282e38, -99999.99, 1.7976931348623157e308, -0.0001,"
            + " b'0', 0, '9999-12-31', '838:59:59', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', 2155, '', '', '', '', '', '', '', '', 2, '', NULL, NULL)";
        yield return "INSERT INTO `staff ``x```.`sélect 'all'` (id, e, f, d, da, tx) VALUES (1, 5, 1e-38, 4.9e-324, '2024-02-31', '\\\\N'), (2, 3, 16777217, 0.30000000000000004, NULL, 'NULL'), (3, NULL, '-0', '-0', NULL, NULL),"
            + " (4, 1, -1.1e-38, -1.2345678901234567e-10, NULL, NULL), (5, 1, 3.40282346e38, -1.7976931348623157e308, NULL, NULL), (6, 1, 1.4e-45, 2.2250738585072014e-308, NULL, NULL)";
        yield return "CREATE TABLE leer.nothing (a INT) ENGINE=InnoDB";
        if (mysql9)
        {
            yield return "CREATE TABLE shop.modern (id INT PRIMARY KEY, j JSON, v VECTOR(3), hidden INT INVISIBLE DEFAULT 7, twice INT AS (id * 2) STORED, half INT AS (id / 2) VIRTUAL, born DATETIME DEFAULT (NOW()), CHECK (id > 0), KEY ((id + 1)))";
            yield return "INSERT INTO shop.modern (id, j, v, hidden, born) VALUES (1, '{\"ä\": [1, 1.5, null, \"\\\\t\"]}', STRING_TO_VECTOR('[1,2,3]'), 9, '2020-01-01'), (2, NULL, NULL, NULL, '2020-01-01')";
        }
        else if (maria)
        {
            yield return "CREATE SEQUENCE shop.numbers START WITH 100 INCREMENT BY 10 CACHE 5";
            yield return "SELECT NEXTVAL(shop.numbers)";
            yield return "CREATE TABLE shop.modern (id INT PRIMARY KEY DEFAULT NEXTVAL(shop.numbers), j JSON, i6 INET6" + (server == "mariadb-10.5" ? string.Empty : ", u UUID, i4 INET4") + (server == "mariadb-11.8" ? ", v VECTOR(3) NOT NULL" : string.Empty)
                + ", hidden INT INVISIBLE DEFAULT 7, twice INT AS (id * 2) PERSISTENT, half INT AS (id / 2) VIRTUAL, CHECK (id > 0))";
            yield return "INSERT INTO shop.modern (id, j, i6, hidden" + (server == "mariadb-10.5" ? string.Empty : ", u, i4") + (server == "mariadb-11.8" ? ", v" : string.Empty) + ") VALUES (1, '{\"ä\": 1}', '::ffff:1.2.3.4', 9"
                + (server == "mariadb-10.5" ? string.Empty : ", '123e4567-e89b-12d3-a456-426655440000', '10.0.0.255'") + (server == "mariadb-11.8" ? ", VEC_FromText('[1,2,3]')" : string.Empty) + ")";
            if (server != "mariadb-10.5")
            {
                yield return "CREATE TABLE shop.history (id INT PRIMARY KEY, v INT) WITH SYSTEM VERSIONING";
                yield return "INSERT INTO shop.history VALUES (1, 1), (2, 2)";
                yield return "UPDATE shop.history SET v = v + 10";
                yield return "DELETE FROM shop.history WHERE id = 2";
            }
        }

        yield return "SET SESSION sql_mode = ''";

        // The later one in the alphabet comes first in the chain.
        yield return "CREATE VIEW shop.zz_totals AS SELECT store, COUNT(*) AS n, SUM(amount) AS total FROM shop.orders GROUP BY store";
        yield return "CREATE VIEW shop.aa_best AS SELECT store FROM shop.zz_totals WHERE n > 1";
        yield return "CREATE FUNCTION shop.tax(a DECIMAL(12,4)) RETURNS DECIMAL(12,4) DETERMINISTIC NO SQL COMMENT 'it''s' RETURN a * 0.19";
        yield return "CREATE VIEW shop.taxed AS SELECT id, shop.tax(amount) AS tax FROM shop.orders";
        yield return "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'";
        yield return "CREATE PROCEDURE shop.hello() READS SQL DATA BEGIN SELECT 'a' || 'b' AS \"x y\"; END";
        yield return "SET SESSION sql_mode = ''";
        yield return "CREATE TRIGGER shop.first_one BEFORE INSERT ON shop.zero FOR EACH ROW SET NEW.v = NEW.v + 1000";
        yield return "CREATE EVENT shop.nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ON COMPLETION PRESERVE ENABLE COMMENT 'ON COMPLETION PRESERVE ENABLE' DO INSERT INTO shop.nokey VALUES (99, 'event')";
    }

    /// <summary>That both servers have it, as far as the servers' own dump tools bring it: they write six digits of a FLOAT and no sign of a zero.</summary>
    public static void AssertDumped(SnapshotPair pair)
    {
        pair.AssertEqual("shop", "leer");
        var columns = pair.Rows("a", "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'staff `x`' AND DATA_TYPE NOT IN ('float', 'double')");
        var hash = "SELECT COUNT(*), SUM(CRC32(CONCAT_WS(',', " + string.Join(", ", columns.Select(c => "HEX(CAST(`" + c.Replace("`", "``", System.StringComparison.Ordinal) + "` AS BINARY))")) + "))) FROM `staff ``x```.`sélect 'all'`";
        Assert.Equal(pair.Value("a", hash), pair.Value("b", hash));
    }

    private static string Point(string server) => server == "mysql-5.6" ? "GeomFromText('POINT(1.5 -2)')" : "ST_GeomFromText('POINT(1.5 -2)')";
}
