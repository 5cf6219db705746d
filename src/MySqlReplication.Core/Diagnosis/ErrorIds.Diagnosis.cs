namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>There is no such error log.</summary>
    public const string ErrorLogNotFound = nameof(ErrorLogNotFound);

    /// <summary>An error log is there and cannot be read.</summary>
    public const string ErrorLogNotReadable = nameof(ErrorLogNotReadable);

    /// <summary>The server keeps its error log in a file of its own machine, which cannot be read from here.</summary>
    public const string ErrorLogNotReachable = nameof(ErrorLogNotReachable);

    /// <summary>The server writes its errors to no file (stderr, syslog).</summary>
    public const string ErrorLogNotAFile = nameof(ErrorLogNotAFile);
}
