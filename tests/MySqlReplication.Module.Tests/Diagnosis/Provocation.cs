namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>Statements of one session that make a server say a number.</summary>
/// <param name="Number">The number.</param>
/// <param name="Servers">Names of servers begin so, several by '|'.</param>
/// <param name="Sql">The statements; the last one is it.</param>
internal sealed record Provocation(int Number, string Servers, string Sql)
{
    /// <summary>Logs in as an account that may do little.</summary>
    public bool AsPlainUser { get; init; }

    /// <summary>It is a warning of the last statement but one; the last one is SHOW WARNINGS.</summary>
    public bool IsWarning { get; init; }

    /// <summary>What another session has done before, up to the <see cref="Gate"/>; it goes on when this one has ended or stands there too.</summary>
    public string? Meanwhile { get; init; }

    /// <summary>What puts the server back.</summary>
    public string? After { get; init; }
}
