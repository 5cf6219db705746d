using System;

namespace MySqlReplication.Hosting;

/// <summary>The command line cannot be understood; the message is a sentence for the person who typed it.</summary>
internal sealed class UsageException : Exception
{
    /// <summary>Says what is wrong with the command line.</summary>
    /// <param name="message">One sentence.</param>
    public UsageException(string message)
        : base(message)
    {
    }
}
