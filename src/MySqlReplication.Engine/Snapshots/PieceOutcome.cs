namespace MySqlReplication.Engine.Snapshots;

/// <summary>How a stream got on with a piece.</summary>
internal enum PieceOutcome
{
    Done,

    /// <summary>The piece is to be begun again, by any stream.</summary>
    Again,

    /// <summary>The piece is to be begun again by the streams that are left: this one is of no use any more.</summary>
    AgainByOthers,
}
