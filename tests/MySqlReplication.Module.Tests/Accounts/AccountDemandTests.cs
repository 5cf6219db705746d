using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using MySqlReplication.Accounts;
using MySqlReplication.Links;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Accounts;

/// <summary>Accounts that demand TLS or a certificate, and links that satisfy them; plugins and rights for monitoring.</summary>
public sealed class AccountDemandTests(SharedServers servers) : IClassFixture<SharedServers>
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void TLS_is_demanded_and_used_or_refused(string server)
    {
        if (server.StartsWith("mysql-5", StringComparison.Ordinal))
        {
            // It offers none that anybody could use; an account that nobody could log in with is not made.
            using var plain = servers.Sit(server);
            Assert.Equal(["AccountTlsUnavailable"], plain.Run("New-ReplicationUser $a -Peer 127.0.0.1 -UserName strict -RequireTls").ErrorIds);
            Assert.Equal(0, plain.Accounts("strict"));
            return;
        }

        using var session = new ModuleSession();
        using var pair = TestPair.Create(session, server, tls: true);
        using var seat = new ServerSeat(session, pair.A);
        var login = "Connect-ReplicationServer \"127.0.0.1:$($a.Port)\" -Credential $user.ReplicationCredential.GetCredential() ";
        const string Checked = " -Tls Verified -TlsCaFile $a.TlsCaFile";

        // The done-when of it: made with TLS demanded, linked with TLS checked.
        var link = (ReplicationLink)seat.Run("$user = New-ReplicationUser $a -Peer $b -UserName strict -RequireTls -JournalPath $journal; $user | Start-ReplicationLink -JournalPath $journal" + Checked).Single.BaseObject;
        Assert.Equal((true, ReplicaThreadState.Running, (bool?)true), (link.Changed, link.Receiver, link.Status!.TlsInUse));
        var strict = (ReplicationUser)seat.Run("$user").Single.BaseObject;
        Assert.Equal((true, false), (strict.RequiresTls, strict.RequiresCertificate));
        Assert.Equal(["LoginRefused"], seat.Run(login + "-Tls Off").ErrorIds);
        Assert.Empty(seat.Run(login + Checked.Replace("-Tls Verified", string.Empty, StringComparison.Ordinal)).ErrorIds);

        // Again: nothing to do; asked for less, it stays as strict as it is.
        var again = (ReplicationUser)seat.Run("New-ReplicationUser $a -Peer $b -ReplicationCredential $user.ReplicationCredential -JournalPath $journal").Single.BaseObject;
        Assert.Equal((false, true), (again.Changed, again.RequiresTls));

        // In the clear it is not even tried to go on: the source refuses, and the link is as it was.
        var off = seat.Run("$user | Start-ReplicationLink -Tls Off -Force -JournalPath $journal");
        Assert.Equal(["LinkLoginRefused"], off.ErrorIds);
        Assert.Equal(true, ((ReplicaStatus)seat.Run("$b | Get-SlaveStatus").Single.BaseObject).TlsConfigured);

        // A certificate of one subject and issuer, on the account that is there; then the link has to show it.
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(pair.A.TlsCertificateFile!);
        seat.Session.Runspace.SessionStateProxy.SetVariable("names", new { Subject = "/" + certificate.Subject, Issuer = "/" + certificate.Issuer });
        const string Certified = "$user = New-ReplicationUser $a -Peer $b -ReplicationCredential $user.ReplicationCredential -X509Subject $names.Subject -X509Issuer $names.Issuer -JournalPath $journal; $user";
        var certified = (ReplicationUser)seat.Run(Certified).Single.BaseObject;
        Assert.Equal((true, true, "/" + certificate.Subject, "/" + certificate.Issuer), (certified.Changed, certified.RequiresCertificate, certified.X509Subject, certified.X509Issuer));
        Assert.False(((ReplicationUser)seat.Run(Certified).Single.BaseObject).Changed);
        seat.Run("$b | Stop-ReplicationLink").ThrowOnError();
        Assert.Equal(["LinkLoginRefused"], seat.Run("$user | Start-ReplicationLink" + Checked).ErrorIds);
        var shown = (ReplicationLink)seat.Run("$user | Start-ReplicationLink -FormerCredential $user.ReplicationCredential -TlsCertificateFile $b.TlsCertificateFile -TlsKeyFile $b.TlsKeyFile -JournalPath $journal" + Checked).Single.BaseObject;
        Assert.Equal((true, ReplicaThreadState.Running, (bool?)true), (shown.Changed, shown.Receiver, shown.Status!.TlsInUse));
        Assert.Empty(seat.Run(login + "-TlsCertificateFile $a.TlsCertificateFile -TlsKeyFile $a.TlsKeyFile" + Checked).ErrorIds);
        Assert.False(((ReplicationLink)seat.Run("$user | Start-ReplicationLink -TlsCertificateFile $b.TlsCertificateFile -TlsKeyFile $b.TlsKeyFile" + Checked).Single.BaseObject).Changed);

        // What contradicts itself is refused before anything is sent.
        Assert.Equal(["TlsSettingsInvalid"], seat.Run("$user | Start-ReplicationLink -TlsCertificateFile /x.pem").ErrorIds);
        Assert.Equal(["TlsSettingsInvalid"], seat.Run("$user | Start-ReplicationLink -Tls Off -TlsCaFile /x.pem").ErrorIds);
        Assert.Equal(["CertificateNameInvalid"], seat.Run("New-ReplicationUser $a -Peer $b -UserName other -X509Subject 'CN=x'").ErrorIds);
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Plugins_are_those_that_the_server_has(string server)
    {
        using var seat = servers.Sit(server);
        var mysql9 = server.StartsWith("mysql-9", StringComparison.Ordinal);
        const string Make = "New-ReplicationUser $a -Peer 127.0.0.1 -UserName plugged -JournalPath $journal -Plugin ";

        // ed25519 comes in a package of its own on MariaDB; native is gone from MySQL 9.
        foreach (var lacking in new[] { "ed25519", "no_such", mysql9 ? "mysql_native_password" : "caching_sha2_password" })
        {
            Assert.Equal(["AccountPluginUnavailable"], seat.Run(Make + lacking).ErrorIds);
        }

        Assert.Equal(0, seat.Accounts("plugged"));
        var plugin = mysql9 ? "sha256_password" : "mysql_native_password";
        var made = (ReplicationUser)seat.Run("$made = " + Make + plugin + "; $made").Single.BaseObject;
        Assert.Equal((plugin, (bool?)true), (made.Plugin, made.PasswordMatches));
        if (mysql9)
        {
            Assert.Equal(["AccountPluginDiffers"], seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $made.ReplicationCredential -Plugin caching_sha2_password").ErrorIds);
            var forced = (ReplicationUser)seat.Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $made.ReplicationCredential -Plugin caching_sha2_password -Force -JournalPath $journal").Single.BaseObject;
            Assert.Equal(("caching_sha2_password", (bool?)true, true), (forced.Plugin, forced.PasswordMatches, forced.Changed));
        }
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void ForMonitoring_grants_what_it_takes_to_look_and_no_more(string server)
    {
        using var seat = servers.Sit(server);
        const string Make = "$watch = New-ReplicationUser $a -HostPattern 127.0.0.1, 10.9.9.9 -ReplicationCredential $r -JournalPath $journal";
        seat.Session.Runspace.SessionStateProxy.SetVariable("r", ServerSeat.Credential("watch", "Marker-watch-1"));
        const string Look = "$null = Get-MasterStatus $to -Credential $r; $null = Get-SlaveStatus $to -Credential $r";
        seat.Run("$to = \"127.0.0.1:$($a.Port)\"; " + Make).ThrowOnError();
        Assert.Contains("PrivilegeMissing", seat.Run(Look).ErrorIds);

        var made = seat.Run(Make + " -ForMonitoring; $watch").ThrowOnError().Output.Select(o => (ReplicationUser)o.BaseObject).ToList();
        Assert.Equal(["127.0.0.1", "10.9.9.9"], made.Select(u => u.HostPattern));
        Assert.All(made, u => Assert.True(u.Changed));
        var expected = server.StartsWith("mysql", StringComparison.Ordinal) ? new[] { "REPLICATION CLIENT", "REPLICATION SLAVE" } : ["BINLOG MONITOR", "REPLICATION SLAVE", "SLAVE MONITOR"];
        Assert.Equal(expected, made[0].Privileges!.Order(StringComparer.Ordinal));
        Assert.Empty(seat.Run("Disconnect-ReplicationServer $to; " + Look).ErrorIds);
        Assert.All(seat.Run(Make + " -ForMonitoring; $watch").ThrowOnError().Output, o => Assert.False(((ReplicationUser)o.BaseObject).Changed));

        // Taken back, the rights that were there before are still there.
        seat.Run("$made0 | Undo-ReplicationChange", ("made0", made[0])).ThrowOnError();
        Assert.Equal("GRANT REPLICATION SLAVE ON *.*", seat.Grants("watch", "127.0.0.1")[0].Split(" TO ")[0]);
    }
}
