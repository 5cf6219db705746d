using System;
using System.Management.Automation;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Errors;

/// <summary>The one place where a failure becomes an ErrorRecord.</summary>
internal static class ErrorRecords
{
    /// <summary>A record with the failure's own id, category, target and next step.</summary>
    public static ErrorRecord Of(Exception failure, object? target = null)
    {
        var known = failure as ReplicationException ?? Unexpected(failure, target);
        return new ErrorRecord(known, known.ErrorId, Category(known.Kind), known.TargetObject ?? target)
        {
            ErrorDetails = new ErrorDetails(known.Message) { RecommendedAction = known.RecommendedAction ?? string.Empty },
        };
    }

    /// <summary>Says by -Debug where a failure that nobody foresaw came from; of others nothing.</summary>
    public static void Trace(Cmdlet cmdlet, Exception failure)
    {
        if (FailureTrace.Of(failure) is { } trace)
        {
            cmdlet.WriteDebug(trace);
        }
    }

    private static ReplicationException Unexpected(Exception failure, object? target) => new(
        ErrorIds.UnexpectedFailure,
        FailureKind.InvalidData,
        target,
        "Something in the module itself failed (" + failure.GetType().Name + "): " + failure.Message,
        "Run the command again with -Debug, and report what it shows.");

    private static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FailureKind.InvalidData => ErrorCategory.InvalidData,
        FailureKind.InvalidOperation => ErrorCategory.InvalidOperation,
        FailureKind.ObjectNotFound => ErrorCategory.ObjectNotFound,
        FailureKind.ConnectionError => ErrorCategory.ConnectionError,
        FailureKind.AuthenticationError => ErrorCategory.AuthenticationError,
        FailureKind.PermissionDenied => ErrorCategory.PermissionDenied,
        FailureKind.OperationTimeout => ErrorCategory.OperationTimeout,
        FailureKind.ResourceBusy => ErrorCategory.ResourceBusy,
        FailureKind.ResourceUnavailable => ErrorCategory.ResourceUnavailable,
        FailureKind.NotImplemented => ErrorCategory.NotImplemented,
        FailureKind.ReadError => ErrorCategory.ReadError,
        FailureKind.WriteError => ErrorCategory.WriteError,
        FailureKind.SecurityError => ErrorCategory.SecurityError,
        FailureKind.OperationStopped => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidResult,
    };
}
