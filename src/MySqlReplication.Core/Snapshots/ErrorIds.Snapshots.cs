namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>A database to be copied does not exist on the source.</summary>
    public const string DatabaseNotFound = nameof(DatabaseNotFound);

    /// <summary>A table to be copied does not exist on the source, or is a view.</summary>
    public const string TableNotFound = nameof(TableNotFound);

    /// <summary>A table is named beside its whole database, or beside the exclusion of it.</summary>
    public const string TableSelectionContradictory = nameof(TableSelectionContradictory);

    /// <summary>A table that is to be copied exists on the replica.</summary>
    public const string TableExists = nameof(TableExists);

    /// <summary>A foreign key of what is copied points at a table that is left out.</summary>
    public const string ReferencesLeftOut = nameof(ReferencesLeftOut);

    /// <summary>The source holds no database of users that could be copied.</summary>
    public const string NothingToCopy = nameof(NothingToCopy);

    /// <summary>A database that is to be copied exists on the replica and holds something.</summary>
    public const string DatabaseNotEmpty = nameof(DatabaseNotEmpty);

    /// <summary>Tables of an engine without transactions cannot be read at one moment without holding writers up.</summary>
    public const string NonTransactionalTables = nameof(NonTransactionalTables);

    /// <summary>The source's column, collation or engine is unknown to the replica or to this module.</summary>
    public const string SnapshotTypeUnknown = nameof(SnapshotTypeUnknown);

    /// <summary>A system-versioned table's history cannot be written to the replica.</summary>
    public const string HistoryNotCopyable = nameof(HistoryNotCopyable);

    /// <summary>Other replicas read the target's binary log and would not get the copy.</summary>
    public const string TargetFeedsReplicas = nameof(TargetFeedsReplicas);

    /// <summary>Links of the target run while it is to be loaded.</summary>
    public const string TargetIsReplicating = nameof(TargetIsReplicating);

    /// <summary>The target has GTIDs that the source never had, or its GTID state cannot be set.</summary>
    public const string TargetHasOwnGtids = nameof(TargetHasOwnGtids);

    /// <summary>A source that follows another server does not log what it replicates; its own coordinates say nothing.</summary>
    public const string SourceDoesNotLogReplicated = nameof(SourceDoesNotLogReplicated);

    /// <summary>The source follows several servers, and none was chosen.</summary>
    public const string SourceChannelNeeded = nameof(SourceChannelNeeded);

    /// <summary>The source's applier never told its position in step with its data.</summary>
    public const string UpstreamPositionUnstable = nameof(UpstreamPositionUnstable);

    /// <summary>The global read lock did not come within the limit.</summary>
    public const string SnapshotLockTimeout = nameof(SnapshotLockTimeout);

    /// <summary>Tables, views or programs kept changing, so that no moment could be taken.</summary>
    public const string SnapshotPointUnstable = nameof(SnapshotPointUnstable);

    /// <summary>A table was dropped, emptied or altered on the source before its rows were read (1412, 1146, or found out at the end).</summary>
    public const string TableChangedDuringCopy = nameof(TableChangedDuringCopy);

    /// <summary>The target did not take a row as it was: a warning, a skipped row, another number of rows.</summary>
    public const string RowsNotTaken = nameof(RowsNotTaken);

    /// <summary>An account that is to be copied has a privilege that the replica does not know.</summary>
    public const string AccountRightUnknown = nameof(AccountRightUnknown);

    /// <summary>A copied table's rows are not those that were read (-Verify).</summary>
    public const string CopyNotEqual = nameof(CopyNotEqual);

    /// <summary>Markers do not prove that the snapshot ends at its coordinates (-Verify).</summary>
    public const string CoordinatesNotProven = nameof(CoordinatesNotProven);

    /// <summary>The source is read-only for the login, so that the markers of -Verify cannot be written.</summary>
    public const string MarkersNotWritable = nameof(MarkersNotWritable);

    /// <summary>A database that was named is the server's own, or this module's, and never copied.</summary>
    public const string DatabaseIsSystem = nameof(DatabaseIsSystem);

    /// <summary>Names that the source tells apart are one name on the replica (lower_case_table_names).</summary>
    public const string NamesCollide = nameof(NamesCollide);

    /// <summary>A table, view or program could not be made on the target.</summary>
    public const string ObjectNotTaken = nameof(ObjectNotTaken);

    /// <summary>A row is larger than the target's max_allowed_packet.</summary>
    public const string RowTooLarge = nameof(RowTooLarge);
}
