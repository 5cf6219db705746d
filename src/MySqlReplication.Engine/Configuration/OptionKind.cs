namespace MySqlReplication.Engine.Configuration;

/// <summary>How a server reads an option's value.</summary>
internal enum OptionKind
{
    /// <summary>As it is: a file name.</summary>
    Text,

    /// <summary>A number, with the suffixes K to E.</summary>
    Number,

    /// <summary>On or off.</summary>
    Flag,

    /// <summary>One of a list of words, or its index.</summary>
    Choice,

    /// <summary>One value a line; all lines count, the later does not win.</summary>
    List,
}
