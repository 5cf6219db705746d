using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace MySqlReplication.Hosting;

/// <summary>The questions of the engine: missing parameters, choices such as a confirmation, and credentials.</summary>
internal sealed class Questions
{
    private readonly Terminal _terminal;
    private readonly Keyboard _keyboard;

    /// <summary>Stands over the streams and the keyboard.</summary>
    /// <param name="terminal">Where questions are shown.</param>
    /// <param name="keyboard">Where answers come from.</param>
    public Questions(Terminal terminal, Keyboard keyboard)
    {
        _terminal = terminal;
        _keyboard = keyboard;
    }

    /// <summary>Asks for values by name, such as mandatory parameters that were not given.</summary>
    /// <param name="caption">Heading; may be empty.</param>
    /// <param name="message">Explanation; may be empty.</param>
    /// <param name="fields">What is asked for, each with its type.</param>
    /// <returns>The values by name.</returns>
    public Dictionary<string, PSObject> Fields(string caption, string message, Collection<FieldDescription> fields)
    {
        _keyboard.DemandSomebody(string.Join(" and ", fields.Select(field => field.Name)));
        Introduce(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in fields)
        {
            Type type = LanguagePrimitives.TryConvertTo(field.ParameterAssemblyFullName, out Type known)
                ? known
                : Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
            answers[field.Name] = PSObject.AsPSObject(type.IsArray ? List(field, type.GetElementType()!) : One(field.Name, type, field.HelpMessage));
        }

        return answers;
    }

    /// <summary>Asks for one of several choices by its letter or its word.</summary>
    /// <param name="caption">Heading; may be empty.</param>
    /// <param name="message">The question.</param>
    /// <param name="choices">The choices; an ampersand stands before the letter.</param>
    /// <param name="defaultChoice">What Enter means; -1 when Enter means nothing.</param>
    /// <returns>The index of the choice.</returns>
    public int Choice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        _keyboard.DemandSomebody($"a decision (\"{Sentence(caption, message)}\")");
        Introduce(caption, message);
        ChoiceLetter[] letters = [.. choices.Select(choice => ChoiceLetter.Of(choice))];
        string offer = string.Join("  ", letters.Select(letter => letter.Shown)) + "  [?] Help"
            + (defaultChoice >= 0 ? $" (default is \"{letters[defaultChoice].Name}\")" : "") + ": ";
        while (true)
        {
            _terminal.WriteQuestion(offer);
            string answer = _keyboard.ReadLine("a decision").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            int chosen = Array.FindIndex(letters, letter => letter.IsMeantBy(answer));
            if (chosen >= 0)
            {
                return chosen;
            }

            if (answer == "?")
            {
                foreach (ChoiceLetter letter in letters)
                {
                    _terminal.WriteQuestion(letter.Help + Environment.NewLine);
                }
            }
        }
    }

    /// <summary>Asks for a user name, unless it is known, and a password.</summary>
    /// <param name="caption">Heading; may be empty.</param>
    /// <param name="message">Explanation; may be empty.</param>
    /// <param name="userName">The user name; empty: it is asked for.</param>
    /// <returns>The credential.</returns>
    public PSCredential Credential(string? caption, string? message, string? userName)
    {
        _keyboard.DemandSomebody(string.IsNullOrEmpty(userName) ? "a user name and a password" : $"the password of '{userName}'");
        Introduce(caption, message);
        while (string.IsNullOrWhiteSpace(userName))
        {
            _terminal.WriteQuestion("User: ");
            userName = _keyboard.ReadLine("a user name");
        }

        return new PSCredential(userName, Secret($"Password for user {userName}: "));
    }

    private ArrayList List(FieldDescription field, Type elementType)
    {
        ArrayList values = [];
        while (true)
        {
            object? value = One($"{field.Name}[{values.Count}]", elementType, field.HelpMessage);
            if (value is null or "" or SecureString { Length: 0 })
            {
                return values;
            }

            values.Add(value);
        }
    }

    private object? One(string name, Type type, string? help)
    {
        if (type == typeof(SecureString))
        {
            return Secret($"{name}: ");
        }

        if (type == typeof(PSCredential))
        {
            return Credential(caption: null, name, userName: null);
        }

        while (true)
        {
            _terminal.WriteQuestion($"{name}: ");
            string answer = _keyboard.ReadLine(name);
            if (answer == "!?" && !string.IsNullOrEmpty(help))
            {
                _terminal.WriteQuestion(help + Environment.NewLine);
            }
            else if (answer.Length == 0 || LanguagePrimitives.TryConvertTo(answer, type, out _))
            {
                // Kept as text: the binder converts it, with the parameter's own transformations.
                return answer;
            }
            else
            {
                _terminal.WriteQuestion($"'{answer}' is not a {type.Name}.{Environment.NewLine}");
            }
        }
    }

    private SecureString Secret(string prompt)
    {
        _terminal.WriteQuestion(prompt);
        try
        {
            return _keyboard.ReadSecret("a secret");
        }
        finally
        {
            _terminal.WriteQuestion(Environment.NewLine);
        }
    }

    private void Introduce(string? caption, string? message)
    {
        _terminal.Progress.Clear();
        foreach (string? line in (string?[])[caption, message])
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                _terminal.WriteQuestion(line + Environment.NewLine);
            }
        }
    }

    private static string Sentence(string? caption, string? message) =>
        string.Join(": ", new[] { caption?.Trim(), message?.Trim() }.Where(part => !string.IsNullOrEmpty(part))).ReplaceLineEndings(" ");
}
