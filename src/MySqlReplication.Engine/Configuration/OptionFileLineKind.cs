namespace MySqlReplication.Engine.Configuration;

/// <summary>What a line of an option file is.</summary>
internal enum OptionFileLineKind
{
    /// <summary>Nothing but spaces.</summary>
    Blank,

    /// <summary>Begins with '#' or ';'.</summary>
    Comment,

    /// <summary>"[group]".</summary>
    Group,

    /// <summary>"name" or "name=value".</summary>
    Option,

    /// <summary>"!include file".</summary>
    Include,

    /// <summary>"!includedir folder".</summary>
    IncludeDir,

    /// <summary>Begins with '!' and is neither; servers pass over it.</summary>
    Directive,
}
