using System;
using System.Linq;
using System.Text;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Errors;

/// <summary>Where a failure that nobody foresaw came from, for -Debug. Types and methods only: a message may quote a value, and a value may be a password.</summary>
internal static class FailureTrace
{
    /// <summary>The trace; null for a failure that says itself what it is.</summary>
    public static string? Of(Exception failure)
    {
        if (failure is ReplicationException)
        {
            return null;
        }

        var text = new StringBuilder("What failed, innermost last:");
        for (Exception? one = failure; one is not null; one = one.InnerException)
        {
            text.Append('\n').Append(one.GetType().FullName);
            foreach (var line in (one.StackTrace ?? string.Empty).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0))
            {
                text.Append("\n  ").Append(line);
            }
        }

        return text.ToString();
    }
}
