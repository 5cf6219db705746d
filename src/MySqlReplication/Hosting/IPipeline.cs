using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MySqlReplication.Plans;

namespace MySqlReplication.Hosting;

/// <summary>What a worker may do to the pipeline. It never gets the cmdlet itself: everything here is carried out on the pipeline's own thread.</summary>
internal interface IPipeline : IMessageSink, IProgressSink
{
    /// <summary>Writes an object down the pipeline; ends when it was taken.</summary>
    Task WriteAsync(object value);

    /// <summary>Writes several objects, one by one, in one go; ends when all were taken.</summary>
    Task WriteManyAsync(IReadOnlyList<object> values);

    /// <summary>Writes what a worker says last, without waiting until it is taken: what the pipeline throws then is no more this worker's concern.</summary>
    void WriteLast(IReadOnlyList<object> values);

    /// <summary>Writes a non-terminating error; ends when it was taken.</summary>
    Task WriteErrorAsync(Exception failure, object? target);

    /// <summary>Asks ShouldProcess; the prompt is answered on the pipeline's thread.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">How.</param>
    /// <param name="isSevere">Asks as ConfirmImpact High does, whatever the cmdlet's own impact is.</param>
    Task<bool> ShouldProcessAsync(string target, string action, bool isSevere = false);
}
