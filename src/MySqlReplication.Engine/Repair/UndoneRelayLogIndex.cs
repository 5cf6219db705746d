using System;
using System.IO;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;

namespace MySqlReplication.Engine.Repair;

/// <summary>An index of a stopped server that is put back as it was before a repair: replaced, renamed back, or deleted when it was made.</summary>
internal sealed class UndoneRelayLogIndex
{
    private readonly UndoAction _action;
    private readonly bool _isNeeded;

    /// <summary>Looks at the files, touches nothing.</summary>
    /// <param name="action">How the step is taken back.</param>
    /// <param name="uncertain">Whether the run was killed at this step, so that nobody knows whether it was done.</param>
    /// <param name="force">Whether an index that was used since is put back too.</param>
    /// <exception cref="ReplicationException">ServerStillRuns, ServerStateNotProven, RelayLogIndexChangedSince, RelayLogFileNotReadable.</exception>
    public UndoneRelayLogIndex(UndoAction action, bool uncertain, bool force)
    {
        _action = action;
        using var stopped = Stopped();
        stopped.Hold();
        try
        {
            _isNeeded = action.FileHash is null ? WasRenamed(uncertain, force) : WasWritten(uncertain, force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RepairFailures.NotReadable(action.File!, e.Message);
        }
    }

    /// <summary>What is done, for the plan.</summary>
    public string Text => _isNeeded ? _action.Text : "Nothing: " + _action.File + " does not hold the change";

    /// <summary>Does it; false when there was nothing to do.</summary>
    public bool PutBack()
    {
        if (!_isNeeded)
        {
            return false;
        }

        using var stopped = Stopped();
        stopped.Hold();
        if (_action.Backup is { } backup)
        {
            LogIndexStore.Rename(backup, _action.File!);
        }
        else
        {
            File.Delete(_action.File!);
        }

        return true;
    }

    private StoppedServer Stopped() => new(_action.StoppedDataDirectory!, null, null);

    private bool WasRenamed(bool uncertain, bool force)
    {
        if (!File.Exists(_action.Backup!))
        {
            return uncertain || File.Exists(_action.File!) ? false : throw RepairFailures.NotReadable(_action.Backup!, "it is not there any more.");
        }

        return !File.Exists(_action.File!) || force ? true : throw RepairFailures.ChangedSince(_action.File!);
    }

    private bool WasWritten(bool uncertain, bool force)
    {
        if (!File.Exists(_action.File!))
        {
            return !uncertain && _action.Backup is not null && force;
        }

        if (string.Equals(OptionFileSnapshot.Hash(File.ReadAllBytes(_action.File!)), _action.FileHash, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return !uncertain && (force ? true : throw RepairFailures.ChangedSince(_action.File!));
    }
}
