using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>How far a copy or an import has come with its target, and what a failure leaves there.</summary>
internal sealed class TargetState(ServerReference replica, bool isMarked = false)
{
    private enum Stage
    {
        Untouched,
        Marking,
        Unmarked,
        Marked,
        Clearing,
        Complete,
    }

    private Stage _stage = isMarked ? Stage.Marked : Stage.Untouched;

    /// <summary>Whether the mark is being set, and nothing else was done.</summary>
    public bool IsMarking => _stage == Stage.Marking;

    /// <summary>Whether the data there is no more what it was, and not yet what it is to be.</summary>
    public bool IsIncomplete => _stage == Stage.Marked;

    /// <summary>Whether the data there is what it is to be.</summary>
    public bool IsLoaded => _stage is Stage.Clearing or Stage.Complete;

    /// <summary>Where what was loaded ends, for people; null for nowhere.</summary>
    public string? Place { get; set; }

    /// <summary>A sentence for a failure; null when nothing was touched.</summary>
    public string? Left => _stage switch
    {
        Stage.Untouched => null,
        Stage.Marking => "None of the data on " + replica + " was touched, and whether it is marked incomplete is not known: if it is, the next run replaces it, and no link begins there before.",
        Stage.Unmarked => "None of the data on " + replica + " was touched.",
        Stage.Marked => "The copy on the replica is marked incomplete until the command has run to its end.",
        Stage.Clearing => "All of it was loaded" + Up + ", and whether it is still marked incomplete on " + replica + " is not known: if not, the next run needs -Force.",
        _ => "The copy on " + replica + " is complete" + Up + ".",
    };

    private string Up => Place is null ? string.Empty : ", up to " + Place;

    public void Marking() => _stage = Stage.Marking;

    public void Marked() => _stage = Stage.Marked;

    public void Unmarked() => _stage = Stage.Unmarked;

    public void Clearing() => _stage = Stage.Clearing;

    public void Complete() => _stage = Stage.Complete;
}
