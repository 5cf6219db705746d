namespace MySqlReplication.Engine.Configuration;

/// <summary>Who owns a file and what it is (stat(2)).</summary>
/// <param name="UserId">The owner.</param>
/// <param name="GroupId">The owner's group.</param>
/// <param name="Mode">Kind and permission bits.</param>
internal sealed record UnixFileFacts(uint UserId, uint GroupId, ushort Mode)
{
    /// <summary>How many names the file has: the renamed one is replaced, the others keep the old file.</summary>
    public uint Names { get; init; } = 1;

    /// <summary>Neither a folder nor a device, pipe or socket.</summary>
    public bool IsRegular => (Mode & 0xF000) == 0x8000;

    /// <summary>Nobody may write, by its bits; that is a wish, though root could.</summary>
    public bool IsReadOnly => (Mode & 0x92) == 0;

    /// <summary>Everybody may write: servers pass over such an option file.</summary>
    public bool IsWorldWritable => (Mode & 0x2) != 0;
}
