namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>CLONE copies a whole server; what was asked for is a part of it, or a limit that it does not know.</summary>
    public const string CloneIsWhole = nameof(CloneIsWhole);

    /// <summary>CLONE cannot go between these two servers: release, settings, plugins, or how they are reached.</summary>
    public const string CloneNotPossible = nameof(CloneNotPossible);

    /// <summary>CLONE began and did not end well; what the replica held may be gone.</summary>
    public const string CloneFailed = nameof(CloneFailed);

    /// <summary>The data is cloned, and the replica, which CLONE has shut down, does not answer.</summary>
    public const string CloneTargetNotStarted = nameof(CloneTargetNotStarted);
}
