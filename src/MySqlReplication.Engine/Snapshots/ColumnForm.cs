namespace MySqlReplication.Engine.Snapshots;

/// <summary>How a column's value travels as text.</summary>
internal enum ColumnForm
{
    /// <summary>Digits, sign and point: nothing to escape, a plain literal.</summary>
    Number,

    /// <summary>Plain characters: nothing to escape, a literal in quotes.</summary>
    Plain,

    /// <summary>Any bytes.</summary>
    Bytes,

    /// <summary>Text that the target must be told is utf8mb4.</summary>
    Json,

    /// <summary>A number that stands for a member or for bits: as a text it would be taken for a name.</summary>
    Index,

    /// <summary>The place of an ENUM's member, in five digits.</summary>
    Member,

    /// <summary>Nothing: the server works it out, and the table has no other.</summary>
    Generated,
}
