using System.Collections.Generic;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// Statements that go out as one text and cost one round trip. They are fixed words: they are sent before it is known how the
/// session quotes, so none may hold a value from outside.
/// </summary>
internal sealed class SqlBatch
{
    private readonly List<SqlQuestion> _asking = [];

    public SqlBatch(IEnumerable<SqlQuestion> questions)
    {
        foreach (var question in questions)
        {
            if (Text.Length > 0)
            {
                Text.Words("; ");
            }

            Text.Append(question.Statement);
            if (question.HasRows)
            {
                _asking.Add(question);
            }
        }
    }

    /// <summary>The whole text.</summary>
    public SqlStatement Text { get; } = new();

    /// <summary>The statements that answer with rows, in their order.</summary>
    public IReadOnlyList<SqlQuestion> Asking => _asking;
}
