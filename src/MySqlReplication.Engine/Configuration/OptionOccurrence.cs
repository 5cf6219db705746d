namespace MySqlReplication.Engine.Configuration;

/// <summary>One option line where a server comes across it, includes followed.</summary>
/// <param name="Document">The file that it stands in.</param>
/// <param name="Line">The line.</param>
/// <param name="Number">Its number in that file, from 1.</param>
/// <param name="TopLine">The same for a line of the file asked for; for others the number of the line there that includes them.</param>
internal sealed record OptionOccurrence(OptionFileDocument Document, OptionFileLine Line, int Number, int TopLine)
{
    /// <summary>The file asked for that leads to it; the same file for a line that stands there.</summary>
    public required string TopFile { get; init; }

    /// <summary>Whether it stands in an included file.</summary>
    public bool IsIncluded { get; init; }

    /// <summary>"/etc/my.cnf:12".</summary>
    public string Place => Document.Path + ":" + Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
