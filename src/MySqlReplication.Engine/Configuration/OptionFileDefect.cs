namespace MySqlReplication.Engine.Configuration;

/// <summary>Why servers refuse a whole option file because of one line.</summary>
internal enum OptionFileDefect
{
    /// <summary>"Wrong group definition".</summary>
    GroupNotClosed,

    /// <summary>"Found option without preceding group".</summary>
    OptionOutsideGroup,

    /// <summary>"Wrong '!include' directive".</summary>
    IncludeIncomplete,
}
