namespace MySqlReplication.Snapshots;

/// <summary>
/// Names as the module writes them, no two things alike: "shop.orders", and in the servers' own quotes, `a.b`.`c`, where a dot, a
/// quote or a character of a pattern would let them be read in two ways. What is written so can be typed for -Table.
/// </summary>
internal static class QualifiedName
{
    /// <summary>A database.</summary>
    public static string Of(string database) => IsPlain(database) ? database : Quoted(database);

    /// <summary>A table of it, or what else it holds.</summary>
    public static string Of(string database, string name)
        => IsPlain(database) && name.IndexOfAny(['*', '?']) < 0 ? database + "." + name : Quoted(database) + "." + Quoted(name);

    private static bool IsPlain(string database) => database.IndexOf('.') < 0 && (database.Length == 0 || database[0] != '`');

    private static string Quoted(string name) => "`" + name.Replace("`", "``") + "`";
}
