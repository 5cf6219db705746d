using System;
using System.IO;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// What the driver throws when a server sends what its protocol does not allow, or asks for a file of this machine: not one type
/// of its own but whatever reading the bytes ran into. (Text of the driver 2.6.2; tests/ has a server that sends such things.)
/// </summary>
internal static class UnreadableAnswer
{
    /// <summary>Whether it is one of these.</summary>
    public static bool Is(Exception exception) => exception is NotSupportedException or FormatException or IndexOutOfRangeException or ArgumentException
        or OverflowException or InvalidDataException or EndOfStreamException or InvalidCastException or OutOfMemoryException or InvalidOperationException;
}
