using System;
using System.IO;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;

namespace MySqlReplication.Engine.Plans;

/// <summary>A file that is put back from its backup, byte for byte, with the owner and mode that it has now; one that was not there before is deleted.</summary>
internal sealed class UndoneFile
{
    private readonly string _file;
    private readonly string? _backup;
    private readonly string _hash;
    private readonly bool _force;
    private readonly bool _isNeeded;

    /// <summary>Looks at both, touches nothing.</summary>
    /// <param name="action">How the step is taken back.</param>
    /// <param name="uncertain">Whether the run was killed at this step, so that nobody knows whether the file was replaced.</param>
    /// <param name="force">Whether a file that was changed since is put back too.</param>
    /// <exception cref="ReplicationException">OptionFileBackupMissing, OptionFileChangedSince, OptionFileReadOnly and what reading refuses.</exception>
    public UndoneFile(UndoAction action, bool uncertain, bool force)
    {
        _file = action.File!;
        _backup = action.Backup;
        _hash = action.FileHash!;
        _force = force;
        _isNeeded = !(uncertain && !IsAsLeft()) && (_backup is null ? IsMade() : force ? !IsBack() : OptionFileRestore.IsNeeded(_file, _backup, _hash));
    }

    /// <summary>What is done, for the plan.</summary>
    public string Text => _isNeeded && _backup is null ? "Delete " + _file
        : _isNeeded ? "Put " + _backup + " back as " + _file : "Nothing: " + _file + " does not hold the change";

    /// <summary>Does it; false when there was nothing to do.</summary>
    public bool PutBack()
    {
        if (!_isNeeded)
        {
            return false;
        }

        if (_backup is null)
        {
            return OptionFileRestore.Delete(_file, _force ? OptionFileSnapshot.Hash(OptionFileSnapshot.Read(_file).Bytes) : _hash);
        }

        if (!_force)
        {
            return OptionFileRestore.Run(_file, _backup, _hash);
        }

        OptionFileStore.Replace(OptionFileSnapshot.Read(_file), Before(), backup: null);
        return true;
    }

    // A file is replaced as a whole (rename), so one that is not as the step leaves it was not replaced by it.
    private bool IsAsLeft() => File.Exists(_file) && string.Equals(OptionFileSnapshot.Hash(OptionFileSnapshot.Read(_file).Bytes), _hash, StringComparison.OrdinalIgnoreCase);

    private bool IsMade() => File.Exists(_file) && (_force || IsAsLeft() ? true : throw ConfigurationFailures.NewFileChangedSince(_file));

    private bool IsBack() => OptionFileSnapshot.Same(OptionFileSnapshot.Read(_file).Bytes, Before());

    private byte[] Before() => File.Exists(_backup!) ? OptionFileSnapshot.Read(_backup!).Bytes : throw ConfigurationFailures.BackupMissing(_file, _backup!);
}
