using System;
using System.Collections.Generic;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Links;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Tests.Links;

/// <summary>Two servers that may be linked, to be spoilt one fact at a time.</summary>
internal static class Cases
{
    public const string UuidA = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    public const string UuidB = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

    public static readonly ReplicationCredential Login = new("repl", "Secret-1");

    public static LinkEnd MySql(string host, string version = "8.4.3", GtidMode mode = GtidMode.On) => new()
    {
        Server = ServerReference.Parse(host + ":3306"),
        Version = ServerVersion.Parse(version),
        ServerId = host == "a" ? 1 : 2,
        ServerUuid = host == "a" ? UuidA : UuidB,
        MachineName = host,
        DataDirectory = "/var/lib/mysql/",
        LogBin = true,
        LogReplicaUpdates = true,
        GtidMode = mode,
        Coordinates = new BinlogCoordinates("mysql-bin.000003", 500),
        Executed = GtidSet.Empty,
        Purged = GtidSet.Empty,
        OffersTls = true,
        CanUseTls = true,
        NetTimeout = 60,
    };

    public static LinkEnd MariaDB(string host, string version = "10.11.6-MariaDB", long domain = 0, string position = "", string state = "", string replicated = "") => new()
    {
        Server = ServerReference.Parse(host + ":3306"),
        Version = ServerVersion.Parse(version),
        ServerId = host == "a" ? 1 : 2,
        MachineName = host,
        LogBin = true,
        GtidDomainId = domain,
        Coordinates = new BinlogCoordinates("mysql-bin.000003", 500),
        BinlogPosition = MariaDBGtidPosition.Parse(position),
        BinlogState = MariaDBGtidPosition.Parse(state),
        ReplicatedPosition = MariaDBGtidPosition.Parse(replicated),
        CanUseTls = true,
        NetTimeout = 60,
    };

    public static LinkCase Of(LinkEnd source, LinkEnd replica, Func<StartLinkRequest, StartLinkRequest>? request = null)
    {
        var wanted = new StartLinkRequest { Source = source.Server, Replica = replica.Server, Login = Login };
        return new LinkCase(request is null ? wanted : request(wanted), source, replica);
    }

    public static LinkCase MySqlPair(Func<StartLinkRequest, StartLinkRequest>? request = null) => Of(MySql("a"), MySql("b"), request);

    /// <summary>A link of a server, as its status row would tell it.</summary>
    public static ReplicaStatus Link(
        LinkEnd replica,
        LinkEnd source,
        string channel = "",
        ReplicaThreadState receiver = ReplicaThreadState.Running,
        ReplicaThreadState applier = ReplicaThreadState.Running,
        string? usingGtid = null,
        bool usesGtid = false,
        int? receiverError = 0,
        int? applierError = 0,
        string executed = "mysql-bin.000002:300") => new()
        {
            Server = replica.Server,
            Source = source.Server,
            SourceUser = "repl",
            Channel = channel,
            Receiver = receiver,
            Applier = applier,
            HealthReason = string.Empty,
            ExecutedCoordinates = BinlogCoordinates.Parse(executed),
            UsesGtid = usesGtid,
            UsingGtid = usingGtid ?? (replica.IsMariaDB ? "No" : null),
            SourceServerId = source.ServerId,
            SourceUuid = source.ServerUuid,
            ReceiverErrorCode = receiverError,
            ReceiverError = receiverError is 0 ? null : "what the server says",
            ApplierErrorCode = applierError,
            ApplierError = applierError is 0 ? null : "what the server says",
            TlsConfigured = false,
            ConnectRetry = 60,
            Row = new RawRow(Array.Empty<KeyValuePair<string, object?>>()),
        };

    public static LinkEnd Following(this LinkEnd replica, LinkEnd source, bool usesGtid = false, string? usingGtid = null)
        => replica with { Links = [Link(replica, source, usesGtid: usesGtid, usingGtid: usingGtid)] };
}
