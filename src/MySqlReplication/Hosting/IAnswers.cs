using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace MySqlReplication.Hosting;

/// <summary>Where one server's answers go.</summary>
internal interface IAnswers
{
    /// <summary>Writes an object, now or when it is this server's turn.</summary>
    Task WriteAsync(object value);

    /// <summary>Writes several objects, one by one, now or when it is this server's turn.</summary>
    Task WriteManyAsync(IReadOnlyList<object> values);

    /// <summary>Writes the last objects of this server, now or when it is its turn, and does not wait until they are taken.</summary>
    Task WriteLastAsync(IReadOnlyList<object> values);

    /// <summary>Writes an error, now or when it is this server's turn.</summary>
    Task WriteErrorAsync(Exception failure, object? target);
}
