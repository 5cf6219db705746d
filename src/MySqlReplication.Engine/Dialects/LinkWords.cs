using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>Statements about links and status. One subclass a way of speaking; the channel is empty for the default one.</summary>
internal abstract class LinkWords
{
    /// <summary>All channels of the server, one row each.</summary>
    public abstract SqlStatement ShowReplicaStatus { get; }

    /// <summary>The server's own coordinates; no row when it writes no binary log.</summary>
    public abstract SqlStatement ShowSourceStatus { get; }

    /// <summary>The replicas that registered here.</summary>
    public abstract SqlStatement ShowReplicas { get; }

    /// <summary>The binary logs the server still has.</summary>
    public static SqlStatement ShowBinaryLogs => "SHOW BINARY LOGS";

    /// <summary>MASTER_ or SOURCE_.</summary>
    protected abstract string Prefix { get; }

    /// <summary>SLAVE or REPLICA.</summary>
    protected abstract string Replica { get; }

    /// <summary>Counts replicated temporary tables that are open: losing them breaks later events.</summary>
    public virtual SqlStatement ShowOpenTemporaryTables => "SHOW GLOBAL STATUS LIKE 'Slave_open_temp_tables'";

    /// <summary>The variable that skips events, for SET GLOBAL.</summary>
    public virtual string SkipCounterVariable => "sql_slave_skip_counter";

    public abstract SqlStatement Start(string channel, LinkThread thread = LinkThread.Both);

    public abstract SqlStatement Stop(string channel, LinkThread thread = LinkThread.Both);

    /// <summary>RESET SLAVE / REPLICA; with <paramref name="all"/> the link is forgotten.</summary>
    public abstract SqlStatement Reset(string channel, bool all);

    public abstract SqlStatement Change(string channel, LinkSettings settings);

    /// <summary>Waits in the server; the value is NULL when the applier is stopped, -1 when time ran out, else events waited for.</summary>
    public abstract SqlStatement WaitForPosition(string channel, BinlogCoordinates coordinates, int seconds);

    /// <summary>Waits in the server for a GTID set; null when the server has no such function.</summary>
    public abstract SqlStatement? WaitForGtid(string gtidSet, int seconds);

    /// <summary>What of GTIDs a server has; null when it knows none. Columns: <see cref="GtidColumns"/>.</summary>
    public virtual SqlStatement? ShowGtids => null;

    /// <summary>Says from where a link by GTID is to go on, for servers that keep this apart from the link; null elsewhere.</summary>
    public virtual SqlStatement? SetReplicatedPosition(string gtids) => null;

    /// <summary>Switches gtid_strict_mode.</summary>
    public static SqlStatement SetStrictMode(bool on) => "SET GLOBAL gtid_strict_mode=" + (on ? "1" : "0");

    /// <summary>Filters of the whole server, columns FILTER_NAME and FILTER_RULE; null when only variables or links tell them.</summary>
    public virtual SqlStatement? ShowFilters => null;

    /// <summary>What the server stores about a link, its password included; null when that is in no table.</summary>
    public virtual SqlStatement? ShowStoredLink(string channel) => null;

    /// <summary>The default channel's heartbeat period, for servers whose status row and tables do not tell it (5.5, 5.6).</summary>
    public static SqlStatement ShowHeartbeatPeriod => "SHOW GLOBAL STATUS LIKE 'Slave_heartbeat_period'";

    /// <summary>The state of semi-synchronous replication; no row where it is not installed.</summary>
    public static SqlStatement ShowSemiSync => "SHOW GLOBAL STATUS LIKE 'Rpl\\_semi\\_sync\\_%'";

    /// <summary>Errors of the single workers of a parallel applier; null where the server has no such table.</summary>
    public virtual SqlStatement? ShowWorkerErrors(string channel) => null;

    /// <summary>Which session of the server belongs to the replica of which uuid (columns id, uuid); null where that is not told.</summary>
    public virtual SqlStatement? ShowReaderUuids => null;

    /// <summary>A time of the server's own zone in UTC. CONVERT_TZ knows SYSTEM and offsets without any table.</summary>
    public static SqlStatement ToUtc(string time) => new SqlStatement("SELECT DATE_FORMAT(CONVERT_TZ(").Text(time).Words(", 'SYSTEM', '+00:00'), '%Y-%m-%d %H:%i:%s')");

    /// <summary>The link's settings as tables show them; empty when the status row is all there is.</summary>
    public virtual IReadOnlyList<SqlStatement> ShowLinkConfiguration(string channel) => [];

    /// <summary>
    /// How far each of several appliers had executed, to be compared with the link's executed coordinates: after a kill these are
    /// behind. Columns Master_log_name, Master_log_pos; null when the server has no such table.
    /// </summary>
    public virtual SqlStatement? ShowWorkerPositions(string channel) => null;

    /// <summary>The GTIDs before a place of the server's own binary log; null when the server cannot tell.</summary>
    public virtual SqlStatement? ShowGtidAt(BinlogCoordinates coordinates) => null;

    /// <summary>Not empty when the server has a certificate, so that others can connect by TLS. Measured on all five; MySQL 5.5 has no such row.</summary>
    public static SqlStatement ShowCertificate => "SHOW GLOBAL STATUS LIKE 'Ssl_server_not_after'";

    /// <summary>Databases that hold a table or view, without the server's own. Reads names only, so no table is opened.</summary>
    public static SqlStatement ShowUsedDatabases => "SELECT DISTINCT TABLE_SCHEMA FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN " + OwnDatabases;

    /// <summary>All databases without the server's own.</summary>
    public static SqlStatement ShowDatabases => "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN " + OwnDatabases;

    /// <summary>Tables of users with their engines: s, t, e.</summary>
    public static SqlStatement ShowTableEngines => "SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, ENGINE AS e FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN " + OwnDatabases;

    /// <summary>Their columns in order: s, t, c, y (type), n (may be null), k (character set).</summary>
    public static SqlStatement ShowTableColumns => "SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, COLUMN_NAME AS c, COLUMN_TYPE AS y, IS_NULLABLE AS n, CHARACTER_SET_NAME AS k FROM information_schema.COLUMNS WHERE TABLE_SCHEMA NOT IN "
        + OwnDatabases + " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION";

    /// <summary>Their indexes column by column: s, t, i (name), u (0: unique), c (column).</summary>
    public static SqlStatement ShowTableIndexes => "SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, INDEX_NAME AS i, NON_UNIQUE AS u, COLUMN_NAME AS c FROM information_schema.STATISTICS WHERE TABLE_SCHEMA NOT IN "
        + OwnDatabases + " ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX";

    /// <summary>The error log as a table, the oldest first: logged (seconds of 1970), thread, level, code, subsystem, text.</summary>
    public static SqlStatement ShowErrorLog
        => "SELECT UNIX_TIMESTAMP(LOGGED) AS logged, THREAD_ID AS thread, PRIO AS level, ERROR_CODE AS code, SUBSYSTEM AS subsystem, DATA AS text FROM performance_schema.error_log ORDER BY LOGGED";

    /// <summary>The server's clock to the microsecond, in UTC.</summary>
    public static SqlStatement ShowClock => "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)";

    /// <summary>Seconds that the server's own zone is ahead of UTC now.</summary>
    public static SqlStatement ShowSystemZone => "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM'))";

    /// <summary>Definers of views, routines, triggers and events of users, as user@host.</summary>
    public static SqlStatement ShowDefiners => "SELECT DEFINER FROM information_schema.VIEWS WHERE TABLE_SCHEMA NOT IN " + OwnDatabases
        + " UNION SELECT DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA NOT IN " + OwnDatabases
        + " UNION SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA NOT IN " + OwnDatabases
        + " UNION SELECT DEFINER FROM information_schema.EVENTS WHERE EVENT_SCHEMA NOT IN " + OwnDatabases;

    /// <summary>Events that this server runs itself.</summary>
    public static SqlStatement ShowEnabledEvents => "SELECT CONCAT(EVENT_SCHEMA, '.', EVENT_NAME) FROM information_schema.EVENTS WHERE STATUS = 'ENABLED' AND EVENT_SCHEMA NOT IN " + OwnDatabases;

    /// <summary>How many seconds ago the source committed the oldest transaction that is being applied (column behind, NULL when none is); null where that is not told.</summary>
    public virtual SqlStatement? ShowCommitTimes(string channel) => null;

    /// <summary>Filters that a statement set, not a file: name, value; null where filters cannot be set so.</summary>
    public virtual SqlStatement? ShowLiveFilters => null;

    /// <summary>Whether a database is none of users'.</summary>
    public static bool IsOwnDatabase(string name) => OwnDatabases.IndexOf("'" + name + "'", StringComparison.Ordinal) >= 0;

    private const string OwnDatabases = "('mysql', 'information_schema', 'performance_schema', 'sys', 'ndbinfo', 'mysql_replication')";

    /// <summary>The first events of a binary log: among them what went before the file.</summary>
    public static SqlStatement ShowBinlogHead(string file) => new SqlStatement("SHOW BINLOG EVENTS IN ").Text(file).Words(" LIMIT 4");

    /// <summary>The events of a relay log from a position on.</summary>
    public static SqlStatement ShowRelayLogEvents(BinlogCoordinates from) => new SqlStatement("SHOW RELAYLOG EVENTS IN ").Text(from.File).Words(" FROM ").Number(from.Position);

    /// <summary>The events of a binary log from a position on.</summary>
    public static SqlStatement ShowBinlogEvents(BinlogCoordinates from, long limit)
        => new SqlStatement("SHOW BINLOG EVENTS IN ").Text(from.File).Words(" FROM ").Number(from.Position).Words(" LIMIT ").Number(limit);

    protected static string Keyword(LinkThread thread) => thread switch
    {
        LinkThread.Receiver => " IO_THREAD",
        LinkThread.Applier => " SQL_THREAD",
        _ => string.Empty,
    };

    /// <summary>The options of a CHANGE in a fixed order: where, who, how, how safe, how patient.</summary>
    protected SqlStatement Options(LinkSettings s)
    {
        var options = new List<SqlStatement>();
        void Text(string name, string? value)
        {
            if (value is not null)
            {
                options.Add(new SqlStatement(name + "=").Text(value));
            }
        }

        void Number(string name, long? value)
        {
            if (value is { } number)
            {
                options.Add(new SqlStatement(name + "=").Number(number));
            }
        }

        void Flag(string name, bool? value) => Number(name, value is null ? null : value.Value ? 1 : 0);

        void List(string name, IReadOnlyList<long>? ids)
        {
            if (ids is not null)
            {
                options.Add(new SqlStatement(name + "=(" + string.Join(",", ids.Select(i => i.ToString(CultureInfo.InvariantCulture))) + ")"));
            }
        }

        Text(Prefix + "HOST", s.HostName);
        Number(Prefix + "PORT", s.Port);
        if (s.Login is { } login)
        {
            Text(Prefix + "USER", login.UserName);
            options.Add(new SqlStatement(Prefix + "PASSWORD=").Secret(login.Reveal()));
        }

        options.AddRange(ModeOptions(s));
        if (s.Coordinates is { } at)
        {
            Text(Prefix + "LOG_FILE", at.File);
            Number(Prefix + "LOG_POS", at.Position);
        }

        Flag(Prefix + "SSL", s.Tls);
        Flag(Prefix + "SSL_VERIFY_SERVER_CERT", s.TlsVerify);
        Text(Prefix + "SSL_CA", s.TlsCa);
        Text(Prefix + "SSL_CAPATH", s.TlsCaPath);
        Text(Prefix + "SSL_CERT", s.TlsCertificate);
        Text(Prefix + "SSL_KEY", s.TlsKey);
        Text(Prefix + "SSL_CIPHER", s.TlsCipher);
        Flag(PublicKeyOption, PublicKeyOption.Length == 0 ? null : s.GetPublicKey);
        Number(Prefix + "CONNECT_RETRY", s.ConnectRetry);
        Number(Prefix + "RETRY_COUNT", HasRetryCount ? s.RetryCount : null);
        if (s.HeartbeatPeriod is { } period)
        {
            options.Add(new SqlStatement(Prefix + "HEARTBEAT_PERIOD=" + period.ToString("0.###", CultureInfo.InvariantCulture)));
        }

        Number(Prefix + "DELAY", HasDelay ? s.DelaySeconds : null);
        List("IGNORE_SERVER_IDS", s.IgnoreServerIds);
        List("DO_DOMAIN_IDS", s.DoDomainIds);
        List("IGNORE_DOMAIN_IDS", s.IgnoreDomainIds);
        var joined = new SqlStatement();
        for (var i = 0; i < options.Count; i++)
        {
            joined.Words(i == 0 ? string.Empty : ", ").Append(options[i]);
        }

        return joined;
    }

    /// <summary>GET_SOURCE_PUBLIC_KEY or its older word; empty where there is none.</summary>
    protected virtual string PublicKeyOption => string.Empty;

    protected abstract bool HasRetryCount { get; }

    protected abstract bool HasDelay { get; }

    protected abstract IEnumerable<SqlStatement> ModeOptions(LinkSettings settings);
}
