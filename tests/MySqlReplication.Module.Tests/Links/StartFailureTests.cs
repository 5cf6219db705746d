using System;
using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Links;

/// <summary>The servers take the CHANGE and the START, and the link cannot work: said exactly why, soon, and put back.</summary>
public sealed class StartFailureTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_new_link_that_cannot_work_leaves_nothing(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.Execute(pair.A, "SET sql_log_bin=0; CREATE USER 'plain'@'127.0.0.1' IDENTIFIED BY 'x'; CREATE USER 'elsewhere'@'10.9.8.7' IDENTIFIED BY 'x'; GRANT REPLICATION SLAVE ON *.* TO 'elsewhere'@'10.9.8.7'");
        var before = (pair.Position(pair.A), pair.Position(pair.B));
        var slavePosition = SlavePosition(pair, server);

        var wrong = Fails(pair, ErrorIds.LinkLoginRefused, 1045, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential (Login repl wrong)");
        Assert.Contains("repl", wrong, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was left behind: 127.0.0.1:" + pair.B.Port.ToString(CultureInfo.InvariantCulture) + " has no link there, as before.", wrong, StringComparison.Ordinal);
        Fails(pair, ErrorIds.LinkLoginRefused, 1045, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential (Login elsewhere x)");
        Fails(pair, ErrorIds.LinkPrivilegeMissing, server == "mysql-9" ? 13120 : 1597, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential (Login plain x)");
        using (var door = new ClosingDoor(pair.A.Port, guests: 1, IPAddress.Parse("127.0.0.2")))
        {
            var unknown = Fails(pair, ErrorIds.LinkHostNotAllowed, 1130, Through(door.Port));
            Assert.True(server == "mysql-5.6" || unknown.Contains("127.0.0.2", StringComparison.Ordinal), "the address that the source saw is not told: " + unknown);
        }

        using (var door = new ClosingDoor(pair.A.Port, guests: 1))
        {
            var closed = Fails(pair, ErrorIds.LinkSourceUnreachable, 2003, Through(door.Port));
            Assert.Contains("127.0.0.1:" + door.Port.ToString(CultureInfo.InvariantCulture), closed, StringComparison.Ordinal);
        }

        Assert.Equal(before, (pair.Position(pair.A), pair.Position(pair.B)));
        Assert.Equal(slavePosition, SlavePosition(pair, server));
        Assert.True(pair.Start().Changed);
    }

    [Theory]
    [InlineData("mysql-9")]
    [InlineData("mariadb-11.8")]
    public void A_certificate_that_is_not_known(string server)
    {
        using var pair = LinkPair.Create(server);
        var stranger = Path.Combine(pair.B.Directory, "stranger.pem");
        using (var key = System.Security.Cryptography.RSA.Create(2048))
        {
            var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
                "CN=stranger", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllText(stranger, certificate.ExportCertificatePem());
        }

        Fails(pair, ErrorIds.LinkTlsFailed, 2026, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -TlsCaFile '" + stranger + "'");
        Assert.True(pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Tls Encrypted").Status!.TlsConfigured);
    }

    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-10.11")]
    public void Tls_that_the_source_does_not_have(string server)
    {
        using var pair = LinkPair.Create(server);
        pair.RefusedAlways(ErrorIds.LinkTlsUnavailable, "Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Tls Encrypted");
        var link = pair.Start();
        Assert.Contains(link.Decisions, d => d.Contains("offers no TLS", StringComparison.Ordinal));
        Assert.False(link.Status!.TlsConfigured);
    }

    [Fact]
    public void In_the_clear_the_password_goes_with_the_sources_public_key()
    {
        using var pair = LinkPair.Create("mysql-9");
        pair.Execute(pair.A, "FLUSH PRIVILEGES");
        var link = pair.Link("Start-ReplicationLink -Source $a -Replica $b -ReplicationCredential $repl -Tls Off");
        Assert.False(link.Status!.TlsConfigured);
        Assert.Contains(link.Decisions, d => d.Contains("public key", StringComparison.Ordinal));

        // A link that somebody made without it, once the source has forgotten the login: refused (2061) and left as it stood.
        pair.Execute(pair.A, "FLUSH PRIVILEGES");
        pair.Execute(pair.B, "STOP REPLICA; CHANGE REPLICATION SOURCE TO GET_SOURCE_PUBLIC_KEY=0");
        var refused = pair.Refused(ErrorIds.LinkNeedsSecureConnection, "Start-ReplicationLink -Source $a -Replica $b");
        Assert.Equal(2061, ((ReplicationException)refused.Exception).ServerErrorCode);
        Assert.Equal(ReplicaThreadState.Stopped, pair.Status(pair.B)!.Receiver);
        Assert.True(pair.Link("Start-ReplicationLink -Source $a -Replica $b -Tls Encrypted").Changed);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Ctrl_C_while_it_waits_puts_back(string server)
    {
        // The receiver hangs: whoever comes second to this door gets in and nobody ever speaks to him. How soon a server lets
        // a receiver be stopped that hangs so is this option.
        using var pair = LinkPair.Create(server, new Hashtable { ["slave-net-timeout"] = 4 });
        using var mute = new MuteDoor(pair.A.Port);
        var watch = Stopwatch.StartNew();
        var stopped = pair.Session.Run(
            Through(mute.Port) + " -TimeoutSeconds 120",
            mute.SecondGuest);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(100), "it waited on");
        Assert.Empty(stopped.Output);
        Assert.NotNull(stopped.Thrown);
        Assert.Null(pair.Status(pair.B));
        mute.Dispose();
        Assert.Equal(ReplicaThreadState.Running, pair.Start().Receiver);
    }

    private static string Through(int port) => "Start-ReplicationLink -Source \"root@127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture)
        + "\" -Replica $b -ReplicationCredential $repl -Credential $a.Credential.GetCredential()";

    private static string Fails(LinkPair pair, string errorId, int number, string script)
    {
        var watch = Stopwatch.StartNew();
        var record = pair.Refused(errorId, script + " -Verbose -Debug");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "said after " + watch.Elapsed);
        Assert.Equal(number, ((ReplicationException)record.Exception).ServerErrorCode);
        Assert.Contains(number.ToString(CultureInfo.InvariantCulture), record.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Null(pair.Status(pair.B));
        return record.ErrorDetails.Message;
    }

    private static string? SlavePosition(LinkPair pair, string server)
        => server.StartsWith("mariadb", StringComparison.Ordinal) ? pair.Column(pair.B, "SELECT @@GLOBAL.gtid_slave_pos").Single() : null;
}
