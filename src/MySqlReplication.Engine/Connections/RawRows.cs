using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using MySqlConnector;
using MySqlReplication.Diagnosis;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Connections;

/// <summary>The rows of one query after the other, one at a time, each value as the bytes that the server sent. Disposing before the end stops them on the server.</summary>
internal sealed class RawRows(MySqlCommand command, MySqlDataReader reader, int queries, Func<Exception, ReplicationException> failed) : IRowValues, IDisposable
{
    private int _begun;
    private bool _ended;

    /// <summary>What a connection that breaks in the middle of rows throws: not always the driver's own exception.</summary>
    public static bool IsBreak(Exception exception) => exception is MySqlException or IOException or SocketException or InvalidOperationException;

    /// <summary>Goes to the rows of the next query, the first one included; false behind the last one.</summary>
    public bool Next()
    {
        try
        {
            return _begun++ == 0 || reader.NextResult();
        }
        catch (Exception e) when (IsBreak(e))
        {
            _ended = true;
            throw failed(e);
        }
    }

    /// <summary>Goes to the next row; false behind the last one of this query.</summary>
    public bool Read()
    {
        try
        {
            var there = reader.Read();
            _ended = !there && _begun >= queries;
            return there;
        }
        catch (Exception e) when (IsBreak(e))
        {
            _ended = true;
            throw failed(e);
        }
    }

    /// <summary>Behind the last row of a query: what it left; null when nothing but notes.</summary>
    public string? Warnings()
    {
        try
        {
            var rows = new List<RawRow>();
            reader.NextResult();
            while (reader.Read())
            {
                rows.Add(ServerConnection.ReadRow(reader));
            }

            return ServerConnection.Warnings(rows);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw failed(e);
        }
    }

    public bool IsNull(int column) => reader.IsDBNull(column);

    /// <summary>Copies a value, from a place of it on, as far as there is room; returns how many bytes came.</summary>
    public int Copy(int column, int from, byte[] buffer, int offset, int room) => (int)reader.GetBytes(column, from, buffer, offset, room);

    public int Length(int column) => (int)reader.GetBytes(column, 0, null, 0, 0);

    public void Dispose()
    {
        if (!_ended)
        {
            command.End();
        }

        try
        {
            reader.Dispose();
        }
        catch (Exception e) when (IsBreak(e))
        {
            // The connection is gone, and the query with it.
        }

        command.Dispose();
    }
}
