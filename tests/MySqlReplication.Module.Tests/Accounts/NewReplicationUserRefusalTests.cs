using System;
using System.Globalization;
using System.IO;
using System.Linq;
using MySqlReplication.Accounts;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Accounts;

/// <summary>Bad input, missing privileges, a server that says no: named, and everything as it was.</summary>
public sealed class NewReplicationUserRefusalTests(SharedServers servers) : IClassFixture<SharedServers>
{
    private const string Nowhere = "root@127.0.0.1:1";

    [Theory]
    [InlineData("-HostPattern '' -UserName repl", "HostPatternEmpty")]
    [InlineData("-HostPattern ' ' -UserName repl", "HostPatternEmpty")]
    [InlineData("-HostPattern \"10.0.0.2'\" -UserName repl", "HostPatternInvalid")]
    [InlineData("-HostPattern '10.0.0.2:3306' -UserName repl", "HostPatternInvalid")]
    [InlineData("-HostPattern '10.0.0.1/24' -UserName repl", "HostPatternInvalid")]
    [InlineData("-HostPattern '%' -UserName ''", "UserNameInvalid")]
    [InlineData("-HostPattern '%' -UserName \"re`npl\"", "UserNameInvalid")]
    [InlineData("-HostPattern '%' -UserName 'repl😀'", "UserNameInvalid")]
    [InlineData("-HostPattern '%' -ReplicationCredential ([pscredential]::new('repl', [securestring]::new()))", "PasswordEmpty")]
    [InlineData("-HostPattern '%' -ReplicationCredential $lines", "PasswordInvalid")]
    [InlineData("-HostPattern '%' -ReplicationCredential $emoji", "PasswordInvalid")]
    [InlineData("-Peer 'u:Marker@h' -UserName repl", "PasswordInReference")]
    [InlineData("-Peer 'h:port' -UserName repl", "InvalidServerReference")]
    [InlineData("-Peer no-such-host.invalid -UserName repl", "PeerAddressUnknown")]
    public void Bad_input_is_refused_before_anything_is_sent(string arguments, string errorId)
    {
        // Nobody listens there: had anything been sent, the answer would be ServerUnreachable.
        using var session = new ModuleSession();
        var refused = session.Run(
            "New-ReplicationUser '" + Nowhere + "' -Credential ([pscredential]::new('root', [securestring]::new())) " + arguments,
            ("lines", ServerSeat.Credential("repl", "Marker\n1")),
            ("emoji", ServerSeat.Credential("repl", "Marker😀1")));
        Assert.Equal([errorId], refused.ErrorIds);
        Assert.NotEmpty(refused.Errors[0].ErrorDetails.RecommendedAction);
        Assert.NotEqual(System.Management.Automation.ErrorCategory.NotSpecified, refused.Errors[0].CategoryInfo.Category);
        Assert.DoesNotContain("Marker", refused.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void The_limits_are_the_servers_own(string server)
    {
        using var seat = servers.Sit(server);
        var version = seat.Value("SELECT VERSION()")!;
        var mysql = !version.Contains("MariaDB", StringComparison.Ordinal);
        var user = int.Parse(seat.Value("SELECT CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'user' AND COLUMN_NAME = 'User'")!, CultureInfo.InvariantCulture);
        var host = int.Parse(seat.Value("SELECT CHARACTER_MAXIMUM_LENGTH FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'user' AND COLUMN_NAME = 'Host'")!, CultureInfo.InvariantCulture);
        var password = mysql ? 32 : 96;

        string[] Refusal(string name, string secret, string pattern)
            => [.. seat.Run("New-ReplicationUser $a -HostPattern $pattern -ReplicationCredential $r -WhatIf", ("pattern", pattern), ("r", ServerSeat.Credential(name, secret))).ErrorIds];

        var name = new string('é', user);
        var secret = new string('é', password / 2);
        var pattern = "10.0.0." + new string('_', host - 7);
        Assert.Equal(["UserNameTooLong"], Refusal(name + "x", secret, pattern));
        Assert.Equal(["PasswordTooLong"], Refusal(name, secret + "x", pattern));
        Assert.Equal(["HostPatternTooLong"], Refusal(name, secret, pattern + "x"));

        // At the limit the server takes it as it is, and the link's limit holds in bytes.
        var made = (ReplicationUser)seat.Run("New-ReplicationUser $a -HostPattern $pattern -ReplicationCredential $r -JournalPath $journal", ("pattern", pattern), ("r", ServerSeat.Credential(name, secret))).Single.BaseObject;
        Assert.Equal((name, pattern, true), (made.UserName, made.HostPattern, made.PasswordMatches));
        Assert.Equal(1, seat.Accounts(name));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_missing_privilege_is_named_and_nothing_stays(string server)
    {
        using var seat = servers.Sit(server);
        var mysql = !seat.Value("SELECT VERSION()")!.Contains("MariaDB", StringComparison.Ordinal);
        seat.Sql("CREATE USER 'lesser'@'127.0.0.1' IDENTIFIED BY 'Marker-lesser1'");
        const string Make = "New-ReplicationUser \"127.0.0.1:$($a.Port)\" -Credential $lesser -Peer 127.0.0.1 -UserName wanted -JournalPath $journal ";
        seat.Session.Runspace.SessionStateProxy.SetVariable("lesser", ServerSeat.Credential("lesser", "Marker-lesser1"));

        void Lacks(string privilege, string arguments = "")
        {
            var refused = seat.Run(Make + arguments);
            Assert.Equal(["PrivilegeMissing"], refused.ErrorIds);
            Assert.Contains("'lesser'@'127.0.0.1' on 127.0.0.1:" + seat.Sandbox.Port + " lacks " + privilege, refused.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Contains(privilege, refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            Assert.Equal(0, seat.Accounts("wanted"));
        }

        Lacks("SELECT on mysql.user");
        seat.Sql("GRANT SELECT ON mysql.* TO 'lesser'@'127.0.0.1'");
        var logBin = mysql ? server.StartsWith("mysql-5", StringComparison.Ordinal) ? "SUPER" : "SESSION_VARIABLES_ADMIN" : "BINLOG ADMIN";
        Lacks(logBin);
        Assert.Contains("-LogStatement", seat.Run(Make).Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        seat.Sql("GRANT " + logBin + " ON *.* TO 'lesser'@'127.0.0.1'");
        Lacks("CREATE USER");
        Lacks("CREATE USER", "-LogStatement");
        seat.Sql("GRANT CREATE USER ON *.* TO 'lesser'@'127.0.0.1'");

        // The account is made before the right is refused: it is put back, and the journal knows that nothing is left to undo.
        Lacks("REPLICATION SLAVE WITH GRANT OPTION");
        var journal = Directory.GetFiles(seat.Journal).Order(StringComparer.Ordinal).Last();
        Assert.Equal(false, seat.Run("(Undo-ReplicationChange $entry -Credential $lesser).Changed", ("entry", journal)).Single.BaseObject);

        seat.Sql("GRANT REPLICATION SLAVE ON *.* TO 'lesser'@'127.0.0.1' WITH GRANT OPTION");
        Assert.Equal(true, seat.Run("(" + Make + ").Changed").Single.BaseObject);
    }

    [Theory]
    [MemberData(nameof(TestServers.MySql), MemberType = typeof(TestServers))]
    public void The_servers_own_rules_for_passwords_are_said_and_met(string server)
    {
        using var seat = servers.Sit(server);
        if (seat.Run("$a | Invoke-ReplicationQuery -Query \"INSTALL COMPONENT 'file://component_validate_password'\"").Errors.Count > 0)
        {
            // Without the component a weak password is nobody's business but the admin's.
            Assert.True(((ReplicationUser)seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -JournalPath $journal", ("r", ServerSeat.Credential("weak", "weak"))).Single.BaseObject).Changed);
            return;
        }

        try
        {
            seat.Sql("SET GLOBAL validate_password.policy = STRONG, GLOBAL validate_password.length = 32, GLOBAL validate_password.mixed_case_count = 4, GLOBAL validate_password.number_count = 4, GLOBAL validate_password.special_char_count = 4");
            var refused = seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -JournalPath $journal", ("r", ServerSeat.Credential("weak", "weakmarker")));
            Assert.Equal(["PasswordPolicyRefused"], refused.ErrorIds);
            Assert.DoesNotContain("weakmarker", refused.AllText, StringComparison.Ordinal);
            Assert.Equal(0, seat.Accounts("weak"));
            Assert.True(((ReplicationUser)seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -UserName strong -JournalPath $journal").Single.BaseObject).Changed);
        }
        finally
        {
            seat.Sql("UNINSTALL COMPONENT 'file://component_validate_password'");
        }
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_read_only_server_says_so(string server)
    {
        using var seat = servers.Sit(server);
        var super = seat.Value("SHOW GLOBAL VARIABLES LIKE 'super_read_only'") is not null;
        seat.Sql("CREATE USER 'keeper'@'127.0.0.1' IDENTIFIED BY 'Marker-keeper1'");
        seat.Sql("GRANT SELECT, CREATE USER, REPLICATION SLAVE ON *.* TO 'keeper'@'127.0.0.1' WITH GRANT OPTION");
        seat.Sql("SET GLOBAL " + (super ? "super_read_only" : "read_only") + " = ON");
        try
        {
            var refused = seat.Run(
                "New-ReplicationUser \"127.0.0.1:$($a.Port)\" -Credential $keeper -Peer 127.0.0.1 -UserName readonly -LogStatement -JournalPath $journal",
                ("keeper", ServerSeat.Credential("keeper", "Marker-keeper1")));
            Assert.Equal(["AccountChangesRefused"], refused.ErrorIds);
        }
        finally
        {
            seat.Sql("SET GLOBAL read_only = OFF");
        }

        Assert.Equal(0, seat.Accounts("readonly"));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Names_are_refused_where_the_server_looks_none_up(string server)
    {
        using var seat = servers.Sit(server);
        Assert.Equal("1", seat.Value("SELECT @@GLOBAL.skip_name_resolve"));
        Assert.Equal(["HostPatternNeedsNameResolution"], seat.Run("New-ReplicationUser $a -HostPattern localhost -UserName repl -WhatIf").ErrorIds);
        Assert.Equal(["HostPatternNeedsNameResolution"], seat.Run("New-ReplicationUser $a -HostPattern %.example.com -UserName repl -WhatIf").ErrorIds);

        // The loopback address fits here too.
        seat.Run("New-ReplicationUser $a -Peer localhost -ReplicationCredential $r -JournalPath $journal", ("r", ServerSeat.Credential("looped", "Marker-12345"))).ThrowOnError();
        Assert.Equal("looped@127.0.0.1", seat.LogIn("looped", "Marker-12345"));

        // A prefix length: the server takes it as a network, or it is refused; it is never kept as a name that fits nobody.
        var network = seat.Run("New-ReplicationUser $a -HostPattern 127.0.0.0/24 -ReplicationCredential $r -JournalPath $journal", ("r", ServerSeat.Credential("network", "Marker-12345")));
        Assert.Equal(network.Errors.Count == 0 ? "network@127.0.0.0/24" : "LoginRefused", seat.LogIn("network", "Marker-12345"));
        Assert.All(network.ErrorIds, id => Assert.Equal("HostPatternInvalid", id));
        seat.Run("New-ReplicationUser $a -HostPattern 127.0.0.0/255.255.255.0 -ReplicationCredential $r -JournalPath $journal", ("r", ServerSeat.Credential("masked", "Marker-12345"))).ThrowOnError();
        Assert.Equal("masked@127.0.0.0/255.255.255.0", seat.LogIn("masked", "Marker-12345"));
    }

    [Fact]
    public void One_bad_server_of_three_costs_one_error_record()
    {
        using var seat = servers.Sit(TestServers.All.First().Data);
        var result = seat.Run("$a, '127.0.0.1:1', $a | New-ReplicationUser -HostPattern 10.0.0.3 -ReplicationCredential $r -Credential ([pscredential]::new('root', [securestring]::new())) -JournalPath $journal", ("r", ServerSeat.Credential("three", "Marker-12345")));
        Assert.Equal(["ServerUnreachable"], result.ErrorIds);
        Assert.Equal([true, false], result.Output.Select(o => ((ReplicationUser)o.BaseObject).Changed));
    }
}
