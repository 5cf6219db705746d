using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;
using MySqlReplication.Diagnosis;
using Xunit;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>Get-Help over the built module: it is there, it is whole, and what it shows would run.</summary>
public sealed partial class HelpTests : IDisposable
{
    private const string NeedsPwsh = "# requires pwsh";

    private readonly ModuleSession _session = new();
    private readonly IReadOnlyList<CmdletInfo> _cmdlets;

    public HelpTests() => _cmdlets = ExportedCommands.Of(_session);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_command_has_synopsis_description_outputs_and_two_examples()
    {
        foreach (var cmdlet in _cmdlets)
        {
            var help = HelpOf(cmdlet.Name);

            // What PowerShell makes up for a command without help is its syntax.
            Assert.False(string.IsNullOrWhiteSpace(Text(help, "Synopsis")) || Text(help, "Synopsis").Contains(cmdlet.Name, StringComparison.Ordinal), cmdlet.Name + " has no synopsis.");
            Assert.True(Paragraphs(help, "description").Length > 100, cmdlet.Name + " has no description.");
            Assert.True(Paragraphs(Members(help, "returnValues", "returnValue").Single(), "description").Length > 3, cmdlet.Name + " does not say what it returns.");
            var examples = Members(help, "examples", "example").ToList();
            Assert.True(examples.Count >= 2, cmdlet.Name + " has fewer than two examples.");
            Assert.All(examples, example => Assert.False(string.IsNullOrWhiteSpace(Paragraphs(example, "remarks")), cmdlet.Name + " has an example without a sentence."));
        }
    }

    [Fact]
    public void Every_parameter_has_help_and_no_help_is_left_of_one_that_is_gone()
    {
        var wrong = new List<string>();
        foreach (var cmdlet in _cmdlets)
        {
            var told = Members(HelpOf(cmdlet.Name), "parameters", "parameter").ToDictionary(p => Text(p, "name"), p => Paragraphs(p, "description"), StringComparer.Ordinal);
            var own = cmdlet.Own().Select(p => p.Name).ToList();
            wrong.AddRange(own.Where(name => !told.TryGetValue(name, out var text) || text.Length < 5).Select(name => cmdlet.Name + " -" + name + ": no help"));
            wrong.AddRange(told.Keys.Except(own, StringComparer.Ordinal).Select(name => cmdlet.Name + " -" + name + ": no such parameter"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Default_values_in_help_are_those_of_the_command()
    {
        var wrong = new List<string>();
        foreach (var cmdlet in _cmdlets)
        {
            var made = Activator.CreateInstance(cmdlet.ImplementingType)!;
            foreach (var parameter in Members(HelpOf(cmdlet.Name), "parameters", "parameter"))
            {
                var name = Text(parameter, "name");
                var told = Text(parameter, "defaultValue");

                // Those that are not the command's own are switches.
                var real = cmdlet.ImplementingType.GetProperty(name) is { } property ? Shown(property.GetValue(made)) : "False";
                if (told != real)
                {
                    wrong.Add($"{cmdlet.Name} -{name}: '{told}', but it is '{real}'");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void The_syntax_in_help_is_that_of_the_command()
    {
        foreach (var cmdlet in _cmdlets)
        {
            var told = Members(HelpOf(cmdlet.Name), "syntax", "syntaxItem")
                .Select(item => Sorted(Members(item, "parameter").Select(p => Text(p, "name") + (Text(p, "required") == "true" ? "!" : string.Empty))));
            var real = cmdlet.ParameterSets.Select(set => Sorted(set.Own().Select(p => p.Name + (p.IsMandatory ? "!" : string.Empty))));
            Assert.Equal(cmdlet.Name + ": " + Sorted(real), cmdlet.Name + ": " + Sorted(told));
        }
    }

    [Fact]
    public void Examples_parse_and_use_what_is_there()
    {
        var known = KnownCommands();
        var wrong = new List<string>();
        foreach (var cmdlet in _cmdlets)
        {
            foreach (var example in Members(HelpOf(cmdlet.Name), "examples", "example"))
            {
                wrong.AddRange(FaultsOf(Text(example, "code"), known).Select(fault => cmdlet.Name + ", " + Text(example, "title").Trim() + ": " + fault));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_first_pair_of_the_about_text_parses_and_uses_what_is_there()
    {
        var about = About("about_MySqlReplication");
        var section = about[about.IndexOf("\nTHE FIRST PAIR", StringComparison.Ordinal)..about.IndexOf("\nNAMING SERVERS", StringComparison.Ordinal)];
        var script = string.Join("\n", section.Split('\n').Where(line => line.StartsWith("        ", StringComparison.Ordinal)));

        Assert.Contains("Start-ReplicationLink", script, StringComparison.Ordinal);
        Assert.Empty(FaultsOf(script, KnownCommands()));
    }

    [Fact]
    public void Every_ErrorId_stands_in_the_about_text_with_a_cure_and_nothing_else_does()
    {
        var about = About("about_MySqlReplication_Errors").Replace("\r", string.Empty, StringComparison.Ordinal);
        var section = about[about.IndexOf("\nERRORIDS\n", StringComparison.Ordinal)..about.IndexOf("\nSERVER ERRORS", StringComparison.Ordinal)];
        var entries = ErrorEntry().Matches(section).ToList();

        // The list is for people who look something up.
        Assert.Equal(ErrorIdConstants().Order(StringComparer.OrdinalIgnoreCase), entries.Select(e => e.Groups["id"].Value));
        Assert.All(entries, entry => Assert.Matches(@"\w[^\n]*\n(.*\n)*? {8}What to do: \w*", entry.Groups["text"].Value));
    }

    [Fact]
    public void The_error_catalogue_stands_in_the_about_text_as_the_module_has_it()
    {
        var about = About("about_MySqlReplication_Errors").Replace("\r", string.Empty, StringComparison.Ordinal);

        Assert.Contains("\nSERVER ERRORS\n", about, StringComparison.Ordinal);
        Assert.Contains(ErrorCatalogue.ToHelpText(), about, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorIds_that_help_names_exist()
    {
        var constants = ErrorIdConstants();
        var wrong = new List<string>();
        foreach (var cmdlet in _cmdlets)
        {
            var listed = Members(HelpOf(cmdlet.Name), "alertSet", "alert").Select(alert => Text(alert, "Text"))
                .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
                .SelectMany(line => ErrorName().Matches(line.Split(':')[0])).Select(match => match.Value).ToList();
            wrong.AddRange(listed.Where(id => !constants.Contains(id)).Select(id => cmdlet.Name + ": " + id));
            Assert.True(listed.Count > 0, cmdlet.Name + " names no ErrorId.");
        }

        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"^ {4}(?<id>\w+)\n(?<text>(?: {8}.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex ErrorEntry();

    // PascalCase of two words at least.
    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][a-z0-9]+)+\b")]
    private static partial Regex ErrorName();

    private static HashSet<string> ErrorIdConstants()
        => typeof(ErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);

    private static string Sorted(IEnumerable<string> texts) => string.Join(" ", texts.Order(StringComparer.Ordinal));

    private static IEnumerable<PSObject> Members(PSObject? of, params string[] path)
    {
        IEnumerable<PSObject> found = of is null ? [] : [of];
        foreach (var name in path)
        {
            found = found.Select(o => o.Properties[name]?.Value).SelectMany(v => LanguagePrimitives.GetEnumerable(v)?.Cast<object>() ?? (v is null ? [] : [v])).Select(PSObject.AsPSObject).ToList();
        }

        return found;
    }

    private static string Shown(object? value) => value switch
    {
        null or "" or Array { Length: 0 } => "None",
        SwitchParameter => "False",
        string[] several => string.Join(", ", several),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Text(PSObject of, string property) => of.Properties[property]?.Value?.ToString() ?? string.Empty;

    private static string Paragraphs(PSObject of, string property) => string.Join("\n", Members(of, property).Select(p => Text(p, "Text")));

    private PSObject HelpOf(string command) => _session.Run("Get-Help " + command + " -Full").Single;

    private string About(string topic) => _session.Run("Get-Help " + topic).Single.ToString();

    // The session holds the engine's own commands and the module's: what a machine without pwsh has.
    private Dictionary<string, CmdletInfo> KnownCommands()
    {
        var known = _session.Run("Get-Command -CommandType Cmdlet").ThrowOnError().Output.Select(o => (CmdletInfo)o.BaseObject)
            .ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var alias in _session.Run("Get-Command -Module MySqlReplication -CommandType Alias").ThrowOnError().Output.Select(o => (AliasInfo)o.BaseObject))
        {
            known[alias.Name] = known[alias.Definition];
        }

        return known;
    }

    private static IEnumerable<string> FaultsOf(string code, Dictionary<string, CmdletInfo> known)
    {
        var script = Parser.ParseInput(code, out _, out var errors);
        foreach (var error in errors)
        {
            yield return error.Message;
        }

        foreach (var command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            var name = command.GetCommandName() ?? string.Empty;
            if (!known.TryGetValue(name, out var cmdlet))
            {
                if (!code.Contains(NeedsPwsh, StringComparison.Ordinal))
                {
                    yield return "there is no command '" + name + "'";
                }

                continue;
            }

            foreach (var parameter in command.CommandElements.OfType<CommandParameterAst>().Select(p => p.ParameterName))
            {
                if (!cmdlet.Parameters.Values.Any(p => p.Name.Equals(parameter, StringComparison.OrdinalIgnoreCase) || p.Aliases.Contains(parameter, StringComparer.OrdinalIgnoreCase)))
                {
                    yield return name + " has no -" + parameter;
                }
            }
        }
    }
}
