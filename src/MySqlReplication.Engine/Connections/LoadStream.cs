using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Engine.Connections;

/// <summary>Rows in the form that LOAD DATA reads, pulled by the driver: what is common to those of a query and those of a file.</summary>
internal abstract class LoadStream(RowsSent sent) : Stream
{
    private long _told;

    /// <summary>Rows handed over so far.</summary>
    public long Rows { get; protected set; }

    /// <summary>Bytes handed over so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>What ended the stream early; the driver hides it behind its own.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            var length = Next(buffer, offset, count);
            Bytes += length;
            if (length > 0)
            {
                sent(length, Rows - _told);
                _told = Rows;
            }

            return length;
        }
        catch (Exception e)
        {
            Failure = e;
            throw;
        }
    }

    // The driver asks asynchronously even when it sends synchronously; an answer from another thread would cost a switch each.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The next bytes; 0 behind the last row.</summary>
    protected abstract int Next(byte[] buffer, int offset, int count);
}
