namespace MySqlReplication.Engine.Connections;

/// <summary>Rows, one at a time, each value as bytes: from a query or from a file.</summary>
internal interface IRowValues
{
    /// <summary>Goes to the next row; false behind the last one.</summary>
    bool Read();

    bool IsNull(int column);

    int Length(int column);

    /// <summary>Copies a value, from a place of it on, as far as there is room; returns how many bytes came.</summary>
    int Copy(int column, int from, byte[] buffer, int offset, int room);
}
