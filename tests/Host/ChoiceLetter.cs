using System;
using System.Management.Automation.Host;

namespace MySqlReplication.Hosting;

/// <summary>One choice of a question: its word, its letter, and its help.</summary>
/// <param name="Name">The word without the ampersand: "Yes to All".</param>
/// <param name="Letter">The letter that means it; empty when it has none.</param>
/// <param name="HelpMessage">What choosing it does.</param>
internal sealed record ChoiceLetter(string Name, string Letter, string HelpMessage)
{
    /// <summary>How the choice is offered: "[Y] Yes".</summary>
    public string Shown => Letter.Length == 0 ? Name : $"[{Letter}] {Name}";

    /// <summary>How the choice is explained: "Y - ...".</summary>
    public string Help => $"{(Letter.Length == 0 ? Name : Letter)} - {HelpMessage}";

    /// <summary>Takes a label of the engine apart.</summary>
    /// <param name="choice">The choice; an ampersand stands before the letter.</param>
    /// <returns>Its parts.</returns>
    public static ChoiceLetter Of(ChoiceDescription choice)
    {
        int ampersand = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return ampersand < 0 || ampersand == choice.Label.Length - 1
            ? new ChoiceLetter(choice.Label, "", choice.HelpMessage)
            : new ChoiceLetter(choice.Label.Remove(ampersand, 1), choice.Label.Substring(ampersand + 1, 1).ToUpperInvariant(), choice.HelpMessage);
    }

    /// <summary>Whether an answer means this choice.</summary>
    /// <param name="answer">What was typed, trimmed.</param>
    /// <returns>True for its letter or its word, in any case.</returns>
    public bool IsMeantBy(string answer) =>
        answer.Length > 0
        && (string.Equals(answer, Letter, StringComparison.OrdinalIgnoreCase) || string.Equals(answer, Name, StringComparison.OrdinalIgnoreCase));
}
