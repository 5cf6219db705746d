using System;
using System.IO;
using System.Threading;

namespace MySqlReplication.Engine.Connections;

/// <summary>Rows of a file that holds them as LOAD DATA reads them already. A line feed within a value is escaped there, so each one ends a row.</summary>
internal sealed class LoadFileText(Stream file, int largestPacket, RowsSent sent, CancellationToken cancellationToken) : LoadStream(sent)
{
    protected override int Next(byte[] buffer, int offset, int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var length = file.Read(buffer, offset, Math.Min(count, largestPacket));
        var rest = new ReadOnlySpan<byte>(buffer, offset, length);
        for (int at; (at = rest.IndexOf((byte)'\n')) >= 0; rest = rest.Slice(at + 1))
        {
            Rows++;
        }

        return length;
    }
}
