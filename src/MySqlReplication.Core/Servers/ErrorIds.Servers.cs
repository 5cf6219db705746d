namespace MySqlReplication.Diagnosis;

public static partial class ErrorIds
{
    /// <summary>A value for a statement has no name in it, or is of a kind that no server takes.</summary>
    public const string InvalidQueryParameter = nameof(InvalidQueryParameter);

    /// <summary>What the server sent is no answer that its protocol allows, or asks for a file of this machine.</summary>
    public const string ServerAnswerInvalid = nameof(ServerAnswerInvalid);

    /// <summary>TLS settings of a connection that contradict each other, or cannot be kept.</summary>
    public const string TlsSettingsInvalid = nameof(TlsSettingsInvalid);

    /// <summary>A file of certificates or a key is not there, or cannot be read by this user.</summary>
    public const string TlsFileNotReadable = nameof(TlsFileNotReadable);
}
