using System;

namespace MySqlReplication.Servers;

/// <summary>A server was written with a password inside its address. The message does not repeat it.</summary>
public sealed class PasswordInReferenceException : FormatException
{
    /// <summary>Says what to do instead.</summary>
    public PasswordInReferenceException()
        : base("A password may not stand in a server's address. Write user@host:port and pass the password with -Credential.")
    {
    }

    /// <summary>With a message of its own.</summary>
    public PasswordInReferenceException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PasswordInReferenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
