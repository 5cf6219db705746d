namespace MySqlReplication.Engine.Configuration;

/// <summary>What became of one line.</summary>
/// <param name="Option">The option.</param>
/// <param name="Before">The line that set it; null when there was none.</param>
/// <param name="Document">The file that it stands in, before any edit.</param>
/// <param name="After">The line that sets it now: the same one when nothing was changed, null when it was taken out.</param>
internal sealed record OptionEdit(OptionDefinition Option, OptionOccurrence? Before, OptionFileDocument Document, OptionFileLine? After)
{
    /// <summary>Whether the file differs because of it.</summary>
    public bool IsChange => Before is null || After is null || Before.Line.Text != After.Text;
}
