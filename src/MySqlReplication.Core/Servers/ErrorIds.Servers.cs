namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>A value for a statement has no name in it, or is of a kind that no server takes.</summary>
    public const string InvalidQueryParameter = nameof(InvalidQueryParameter);
}
