using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using MySqlReplication.Commands.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>What an admin expects of every command, read off the built module: no script analyser sees compiled cmdlets.</summary>
public sealed class SurfaceTests : IDisposable
{
    private static readonly string[] Changing = ["Copy", "Export", "Import", "New", "Set", "Start", "Stop", "Remove", "Repair", "Restart", "Undo", "Invoke"];

    // What asks before it acts. A name stands here before its cmdlet is built.
    private static readonly string[] Asking =
        ["Repair-RelayLog", "Repair-ReplicationData", "Skip-ReplicationEvent", "Switch-ReplicationRole", "Remove-ReplicationUser", "Remove-ReplicationLink", "Remove-Binlog"];

    // PowerShell's own names and their aliases.
    private static readonly string[] Reserved =
    [
        .. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters,
        "vb", "db", "ea", "wa", "infa", "proga", "ev", "wv", "iv", "ov", "ob", "pv", "wi", "cf", "usetx",
    ];

    private readonly ModuleSession _session = new();
    private readonly IReadOnlyList<CmdletInfo> _cmdlets;

    public SurfaceTests() => _cmdlets = ExportedCommands.Of(_session);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_cmdlet_class_is_exported_and_sealed()
    {
        var classes = typeof(ConnectReplicationServerCommand).Assembly.GetTypes().Where(t => t.GetCustomAttribute<CmdletAttribute>() is not null).ToList();

        Assert.Equal(classes.Select(Name).Order(StringComparer.Ordinal), _cmdlets.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.All(classes, type => Assert.True(type.IsSealed, type.Name + " is not sealed."));
    }

    [Fact]
    public void Verbs_are_approved_and_nouns_are_singular()
    {
        var approved = new[]
        {
            typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity),
        }.SelectMany(type => type.GetFields()).Select(field => (string)field.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(_cmdlets.Where(c => !approved.Contains(c.Verb)).Select(c => c.Name));
        Assert.Empty(_cmdlets.Where(c => c.Noun.EndsWith('s') && !c.Noun.EndsWith("Status", StringComparison.Ordinal)).Select(c => c.Name));
    }

    [Fact]
    public void Every_command_says_what_it_returns()
        => Assert.Empty(_cmdlets.Where(c => c.OutputType.Count == 0).Select(c => c.Name));

    [Fact]
    public void What_changes_something_has_WhatIf_and_what_reads_has_not()
    {
        Assert.Empty(_cmdlets.Where(c => Changing.Contains(c.Verb) != c.Parameters.ContainsKey("WhatIf")).Select(c => c.Name));

        // Under -WhatIf it returns the plan, and says so.
        Assert.Empty(_cmdlets.Where(c => c.Parameters.ContainsKey("WhatIf") && c.OutputType.All(t => t.Name != "MySqlReplication.Plans.ReplicationPlan")).Select(c => c.Name));
    }

    [Fact]
    public void What_cannot_easily_be_taken_back_asks_and_nothing_else_does()
    {
        var asks = _cmdlets.Where(c => c.ImplementingType.GetCustomAttribute<CmdletAttribute>()!.ConfirmImpact == ConfirmImpact.High).Select(c => c.Name);
        Assert.Equal(_cmdlets.Select(c => c.Name).Where(Asking.Contains).Order(StringComparer.Ordinal), asks.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_parameter_takes_a_name_of_PowerShell_and_Host_is_an_alias_only()
    {
        var declared = from cmdlet in _cmdlets
            from property in cmdlet.ImplementingType.GetProperties()
            where property.IsDefined(typeof(ParameterAttribute))
            from name in (property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []).Append(property.Name)
            where Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || property.Name == "Host"
            select cmdlet.Name + " -" + name;
        Assert.Empty(declared);
    }

    [Fact]
    public void At_most_two_parameters_go_by_position()
        => Assert.Empty(
            from cmdlet in _cmdlets
            from set in cmdlet.ParameterSets
            where set.Parameters.Count(p => p.Position >= 0) > 2
            select cmdlet.Name + " " + set.Name);

    [Theory]
    [InlineData("Get-ReplicaStatus", "Get-SlaveStatus")]
    [InlineData("Get-SourceStatus", "Get-MasterStatus")]
    public void Commands_have_their_other_names(string alias, string command)
        => Assert.Equal(command, ((AliasInfo)_session.Run("Get-Command " + alias).Single.BaseObject).Definition);

    [Theory]
    [InlineData("Source", "Master")]
    [InlineData("Replica", "Slave")]
    public void Parameters_have_the_names_of_twenty_years(string parameter, string alias)
    {
        var with = _cmdlets.Where(c => c.Parameters.ContainsKey(parameter)).ToList();
        Assert.NotEmpty(with);
        Assert.Empty(with.Where(c => !c.Parameters[parameter].Aliases.Contains(alias)).Select(c => c.Name));
    }

    private static string Name(Type type)
    {
        var attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        return attribute.VerbName + "-" + attribute.NounName;
    }
}
