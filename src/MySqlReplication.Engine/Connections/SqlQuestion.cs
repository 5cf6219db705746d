namespace MySqlReplication.Engine.Connections;

/// <summary>One statement of a <see cref="SqlBatch"/>.</summary>
/// <param name="Statement">The statement.</param>
internal sealed record SqlQuestion(SqlStatement Statement)
{
    /// <summary>Whether it answers with rows; SET does not.</summary>
    public bool HasRows { get; init; } = true;

    /// <summary>A column by which rows are kept, for lists that the server cannot be asked a part of; null keeps all.</summary>
    public string? Column { get; init; }

    /// <summary>What that column holds in the rows that are kept.</summary>
    public string? Value { get; init; }

    public static implicit operator SqlQuestion(SqlStatement statement) => new(statement);

    public static implicit operator SqlQuestion(string words) => new(new SqlStatement(words));
}
