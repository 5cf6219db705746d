using System;

namespace MySqlReplication.Engine.Diagnosis;

/// <summary>What is known around a server when its settings are judged. Null is "not known", and then no rule that needs it speaks.</summary>
internal sealed record SettingsCircumstances
{
    /// <summary>Whether it follows somebody.</summary>
    public bool? IsReplica { get; init; }

    /// <summary>Whether somebody follows it.</summary>
    public bool? HasReplicas { get; init; }

    /// <summary>How long a replica may be away and still find its place.</summary>
    public TimeSpan LongestAbsence { get; init; } = TimeSpan.FromDays(3);

    /// <summary>A server-id that no server seen so far has.</summary>
    public long FreeServerId { get; init; } = 1;

    /// <summary>How full the volume of the binary log is, 0 to 1.</summary>
    public double? VolumeUsed { get; init; }
}
