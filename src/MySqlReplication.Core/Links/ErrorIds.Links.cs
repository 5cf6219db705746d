namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>Source and replica are one server, perhaps under two names.</summary>
    public const string SameServer = nameof(SameServer);

    /// <summary>A server has server id 0: it can take no part in replication.</summary>
    public const string ServerIdMissing = nameof(ServerIdMissing);

    /// <summary>Both servers have one server id.</summary>
    public const string EqualServerId = nameof(EqualServerId);

    /// <summary>Both servers have one server_uuid: a data directory was copied with its auto.cnf.</summary>
    public const string EqualServerUuid = nameof(EqualServerUuid);

    /// <summary>gtid_mode is not the same on both.</summary>
    public const string GtidModeDiffers = nameof(GtidModeDiffers);

    /// <summary>These two families or releases cannot replicate from one to the other at all.</summary>
    public const string VersionsIncompatible = nameof(VersionsIncompatible);

    /// <summary>These releases replicate only for the time of an upgrade; -Force says that this is meant.</summary>
    public const string UpgradeStateOnly = nameof(UpgradeStateOnly);

    /// <summary>Two MariaDB servers write in one gtid_domain_id and are to be linked by GTID.</summary>
    public const string GtidDomainShared = nameof(GtidDomainShared);

    /// <summary>The channel follows another source already.</summary>
    public const string ChannelBoundElsewhere = nameof(ChannelBoundElsewhere);

    /// <summary>Another channel of the replica follows this source already.</summary>
    public const string SourceOnOtherChannel = nameof(SourceOnOtherChannel);

    /// <summary>The server knows no channels, or the channel's name is none.</summary>
    public const string ChannelNotSupported = nameof(ChannelNotSupported);

    /// <summary>The server follows no source on this channel.</summary>
    public const string LinkNotConfigured = nameof(LinkNotConfigured);

    /// <summary>The replica holds a copy of some databases only, and its filters do not keep the others out.</summary>
    public const string DatabasesLeftOut = nameof(DatabasesLeftOut);

    /// <summary>A copy onto the replica was cut off, or is still being written.</summary>
    public const string CopyIncomplete = nameof(CopyIncomplete);

    /// <summary>The replica holds a copy of some tables of a database only, and its filters do not keep the others out.</summary>
    public const string TablesLeftOut = nameof(TablesLeftOut);

    /// <summary>The source was given as a socket, which a replica cannot use.</summary>
    public const string SourceIsSocket = nameof(SourceIsSocket);

    /// <summary>The source's name is longer than the replica keeps, or is none.</summary>
    public const string SourceNameInvalid = nameof(SourceNameInvalid);

    /// <summary>The link's password is longer than the replica keeps.</summary>
    public const string LinkPasswordTooLong = nameof(LinkPasswordTooLong);

    /// <summary>The link's user name is longer than the servers take.</summary>
    public const string LinkUserNameTooLong = nameof(LinkUserNameTooLong);

    /// <summary>The link's user name or password holds a character that a replica cannot keep.</summary>
    public const string LinkLoginNotStorable = nameof(LinkLoginNotStorable);

    /// <summary>A new link was asked for without -ReplicationCredential.</summary>
    public const string LinkLoginMissing = nameof(LinkLoginMissing);

    /// <summary>The server cannot delay a replica.</summary>
    public const string DelayNotSupported = nameof(DelayNotSupported);

    /// <summary>TLS was asked for, or was in use, and one of the two cannot do it.</summary>
    public const string LinkTlsUnavailable = nameof(LinkTlsUnavailable);

    /// <summary>-AutoPosition, and the servers do not use GTIDs.</summary>
    public const string AutoPositionUnavailable = nameof(AutoPositionUnavailable);

    /// <summary>There is data, and nobody said where to start.</summary>
    public const string StartPositionNeeded = nameof(StartPositionNeeded);

    /// <summary>The coordinates lie in a file that the source has purged.</summary>
    public const string CoordinatesPurged = nameof(CoordinatesPurged);

    /// <summary>The source has no such place in its binary log.</summary>
    public const string CoordinatesNotFound = nameof(CoordinatesNotFound);

    /// <summary>The link stands still at one place, or the replica's copy ends there, and -Coordinates name another.</summary>
    public const string CoordinatesDiffer = nameof(CoordinatesDiffer);

    /// <summary>MariaDB: the replica has executed what follows -Coordinates already.</summary>
    public const string CoordinatesPassed = nameof(CoordinatesPassed);

    /// <summary>The source has purged transactions that the replica lacks.</summary>
    public const string GtidsPurged = nameof(GtidsPurged);

    /// <summary>There is data without any GTID history.</summary>
    public const string GtidHistoryMissing = nameof(GtidHistoryMissing);

    /// <summary>The replica has transactions that the source never had.</summary>
    public const string ErrantGtids = nameof(ErrantGtids);

    /// <summary>The source holds events that the replica wrote itself and has lost: it would skip them.</summary>
    public const string OwnEventsLost = nameof(OwnEventsLost);

    /// <summary>The source's binary log could not be searched within the limit.</summary>
    public const string OwnEventsNotProven = nameof(OwnEventsNotProven);

    /// <summary>The link's present password cannot be read, so a failure could not be put back.</summary>
    public const string FormerPasswordUnknown = nameof(FormerPasswordUnknown);

    /// <summary>The source refused the receiver's name or password (1045).</summary>
    public const string LinkLoginRefused = nameof(LinkLoginRefused);

    /// <summary>The source takes no login from the replica's address (1130).</summary>
    public const string LinkHostNotAllowed = nameof(LinkHostNotAllowed);

    /// <summary>The replica cannot reach the source (2003).</summary>
    public const string LinkSourceUnreachable = nameof(LinkSourceUnreachable);

    /// <summary>The replica does not know the source's name (2005).</summary>
    public const string LinkHostUnknown = nameof(LinkHostUnknown);

    /// <summary>The receiver could not make a secure connection (2026).</summary>
    public const string LinkTlsFailed = nameof(LinkTlsFailed);

    /// <summary>The account may log in over a secure connection only (2061).</summary>
    public const string LinkNeedsSecureConnection = nameof(LinkNeedsSecureConnection);

    /// <summary>The replica does not know the account's authentication plugin (2059).</summary>
    public const string LinkPluginUnknown = nameof(LinkPluginUnknown);

    /// <summary>The source refused the position or GTIDs asked for (1236, 13114).</summary>
    public const string LinkPositionRefused = nameof(LinkPositionRefused);

    /// <summary>The two servers do not fit: equal ids or differing gtid_mode (1593, 13117).</summary>
    public const string LinkServersDoNotFit = nameof(LinkServersDoNotFit);

    /// <summary>The account lacks REPLICATION SLAVE (1597, 13120).</summary>
    public const string LinkPrivilegeMissing = nameof(LinkPrivilegeMissing);

    /// <summary>The end of a stopped link's relay log was cut off: what was received is not there to be executed.</summary>
    public const string RelayLogIncomplete = nameof(RelayLogIncomplete);

    /// <summary>The replica cannot use its relay log (1872, 1201, 13124).</summary>
    public const string RelayLogUnusable = nameof(RelayLogUnusable);

    /// <summary>The receiver stopped with another error.</summary>
    public const string LinkReceiverFailed = nameof(LinkReceiverFailed);

    /// <summary>The applier stopped with an error.</summary>
    public const string LinkApplierFailed = nameof(LinkApplierFailed);

    /// <summary>The threads did not come up within the limit, and the server names no reason.</summary>
    public const string LinkStartTimeout = nameof(LinkStartTimeout);

    /// <summary>The threads of a link did not stop in time; the server goes on stopping.</summary>
    public const string LinkStopTimeout = nameof(LinkStopTimeout);

    /// <summary>Replicated temporary tables are open: stopping now would break later events.</summary>
    public const string OpenTemporaryTables = nameof(OpenTemporaryTables);

    /// <summary>The applier does not run, so what is waited for cannot come.</summary>
    public const string ApplierStopped = nameof(ApplierStopped);

    /// <summary>The receiver does not run, and all that it brought is executed: what is waited for cannot come.</summary>
    public const string ReceiverStopped = nameof(ReceiverStopped);

    /// <summary>The position was not reached within the limit.</summary>
    public const string WaitTimeout = nameof(WaitTimeout);

    /// <summary>The executed position did not move for too long.</summary>
    public const string WaitNoProgress = nameof(WaitNoProgress);

    /// <summary>The GTID set to wait for is none, or the server cannot wait for it.</summary>
    public const string InvalidGtidSet = nameof(InvalidGtidSet);
}
