using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>
/// Each refusal of Start-ReplicationLink crossed with -Force: what is refused always, and what -Force lifts and the result names. Refusals that
/// need servers of their own (copied identity, no log, restored member, GTIDs of MariaDB) are crossed where those are made.
/// </summary>
public sealed class ForcedStartTests(SharedServers servers) : IClassFixture<SharedServers>
{
    private static readonly string[] Lifted =
    [
        ErrorIds.UpgradeStateOnly, ErrorIds.ChannelBoundElsewhere, ErrorIds.CoordinatesDiffer, ErrorIds.CoordinatesPassed, ErrorIds.FormerPasswordUnknown,
        ErrorIds.CopyIncomplete, ErrorIds.DatabasesLeftOut, ErrorIds.TablesLeftOut, ErrorIds.OwnEventsNotProven,
    ];

    [Fact]
    public void The_help_names_what_force_lifts_and_nothing_else()
    {
        var help = File.ReadAllText(Path.Combine(ModuleSession.RepositoryRoot, "en-US", "MySqlReplication.dll-Help.xml"));
        var sentence = Regex.Match(help, "-Force lifts these refusals and no other, and Decisions[^<]*").Value;
        Assert.Equal(Lifted.Order(StringComparer.Ordinal), Regex.Matches(sentence, "(?<![-\\w])[A-Z][a-z]+[A-Z]\\w+").Select(m => m.Value).Order(StringComparer.Ordinal));
    }

    // Every two releases that are there, both ways: never, or on the way of an upgrade. By -WhatIf, which asks the same of the servers.
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Two_releases(string source)
    {
        using var from = servers.Sit(source);
        LinkPair.DefineLogin(from.Session);
        foreach (var replica in TestServers.All.Select(row => row.Data).Where(name => name != source))
        {
            using var to = servers.Sit(replica);
            const string Link = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -WhatIf";
            var refused = from.Run(Link, ("b", to.Sandbox));
            var forced = from.Run(Link + " -Force", ("b", to.Sandbox));
            var expected = Fit(source, replica);
            Assert.Equal((source, replica, expected), (source, replica, refused.ErrorIds.Single()));
            if (expected != ErrorIds.UpgradeStateOnly)
            {
                Assert.Equal((replica, expected), (replica, forced.ErrorIds.Single()));
                Assert.DoesNotContain("-Force", forced.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
                continue;
            }

            Assert.Contains("-Force", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            var named = ((ReplicationPlan)forced.Single.BaseObject).Decisions.Single(d => d.StartsWith("Upgrade state, by -Force: ", StringComparison.Ordinal));
            Assert.Contains(forced.Warnings, w => w.StartsWith(named, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Everything_else()
    {
        using var pair = LinkPair.Create("mysql-9");
        const string New = "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl";
        pair.RefusedAlways(ErrorIds.ChannelNotSupported, New + " -Channel ('x' * 65)");
        pair.RefusedAlways(ErrorIds.LinkUserNameTooLong, "$long = Login ('u' * 33) x; Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $long");
        pair.RefusedAlways(ErrorIds.TlsSettingsInvalid, New + " -Tls Off -TlsCaFile /ca.pem");

        foreach (var (setting, former, errorId) in new[]
        {
            ("server_id = " + pair.Column(pair.A, "SELECT @@GLOBAL.server_id").Single(), "server_id = " + pair.Column(pair.B, "SELECT @@GLOBAL.server_id").Single(), ErrorIds.EqualServerId),
            ("gtid_mode = ON_PERMISSIVE", "gtid_mode = ON", ErrorIds.GtidModeDiffers),
        })
        {
            pair.Execute(pair.B, "SET GLOBAL " + setting);
            pair.RefusedAlways(errorId, New);
            pair.Execute(pair.B, "SET GLOBAL " + former);
        }

        // What a copy left out: lifted, named in the result, and warned of.
        foreach (var (left, errorId) in new[] { ("-LeftOutDatabase archive", ErrorIds.DatabasesLeftOut), ("-LeftOutTable shop.orders", ErrorIds.TablesLeftOut) })
        {
            pair.Refused(errorId, New + " " + left);
            var forced = pair.Run(New + " " + left + " -Force -WhatIf");
            var named = ((ReplicationPlan)forced.Single.BaseObject).Decisions.Single(d => d.StartsWith("Not refused, by -Force (" + errorId + "): ", StringComparison.Ordinal));
            Assert.Equal([named], forced.Warnings);
        }

        // A link that is there, and another channel to the same source.
        Assert.Empty(pair.Run(New + " -Force -WhatIf").ThrowOnError().Warnings);
        pair.Start();
        pair.RefusedAlways(ErrorIds.SourceOnOtherChannel, New + " -Channel other");
        pair.Execute(pair.A, "CREATE DATABASE hello");
        await pair.Until(pair.B, "SHOW DATABASES LIKE 'hello'", "hello");
        pair.RefusedAlways(ErrorIds.SameServer, "Start-ReplicationLink -Source \"root@localhost:$($b.Port)\" -Replica $b -ReplicationCredential $repl -Credential $b.Credential.GetCredential()");
    }

    private static string Fit(string source, string replica) => IsMariaDB(source) && IsMariaDB(replica) ? ErrorIds.UpgradeStateOnly
        : (source, IsMariaDB(replica)) == ("mysql-5.6", true) ? ErrorIds.UpgradeStateOnly
        : ErrorIds.VersionsIncompatible;

    private static bool IsMariaDB(string server) => server.StartsWith("mariadb", StringComparison.Ordinal);
}
