using System;
using System.IO;
using System.Linq;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Plans;
using MySqlReplication.Sandboxes;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Sandboxes;

/// <summary>Sandboxes with a throw-away authority, and our own connections to them: demanded TLS is had or nothing is.</summary>
public sealed class SandboxTlsTests
{
    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void Connections_are_as_safe_as_demanded_or_not_made(string server)
    {
        using var session = new ModuleSession();
        var mysql5 = server.StartsWith("mysql-5", StringComparison.Ordinal);
        var make = "New-ReplicationSandbox -Name $name -ServerDirectory '" + TestServers.DirectoryOf(server) + "' -TimeoutSeconds 120 -Tls";
        session.Runspace.SessionStateProxy.SetVariable("name", TestSandbox.NewName());
        if (mysql5)
        {
            Assert.Equal(["SandboxTlsUnavailable"], session.Run(make).ErrorIds);
            Assert.Empty(session.Run("Get-ReplicationSandbox \"$name*\"").ThrowOnError().Output);
        }

        using var made = mysql5 ? TestSandbox.Create(session, server) : TestSandbox.Of(session, make);
        var sandbox = made.Sandbox;
        session.Run("$to = \"127.0.0.1:$($a.Port)\"; $login = $a.Credential.GetCredential()").ThrowOnError();
        ReplicationServer Connect(string how) => (ReplicationServer)session.Run("Connect-ReplicationServer $to -Credential $login " + how).Single.BaseObject;
        string Refused(string how) => Assert.Single(session.Run("Connect-ReplicationServer $to -Credential $login " + how).ErrorIds);

        Assert.False(Connect("-Tls Off").TlsInUse);
        Assert.Equal("TlsFileNotReadable", Refused("-TlsCaFile /nowhere/ca.pem"));
        Assert.Equal("TlsSettingsInvalid", Refused("-Tls Off -TlsCaFile '" + ModuleSession.Manifest + "'"));
        Assert.Equal("TlsSettingsInvalid", Refused("-TlsCertificateFile '" + ModuleSession.Manifest + "'"));
        if (mysql5)
        {
            // It offers TLS 1.1 at most, and none without a certificate: not one step back is made.
            Assert.Equal("TlsFailed", Refused("-Tls Encrypted"));
            Assert.False(Connect(string.Empty).TlsInUse);
            return;
        }

        // The sandbox's own reference is checked against its authority, and so is all that is made of it.
        var own = (ReplicationServer)session.Run("$a | Connect-ReplicationServer").Single.BaseObject;
        Assert.Equal((ConnectionTls.Verified, true, sandbox.TlsCaFile), (own.Server.Tls.Mode, own.TlsInUse, own.Server.Tls.CaFile));
        Assert.NotEmpty(own.TlsCipher!);
        Assert.Equal(own.Server, ((ReplicationSandbox)session.Run("Get-ReplicationSandbox $name").Single.BaseObject).Server);
        Assert.NotEmpty((string)session.Run("(Connect-ReplicationServer $to -Credential $login -TlsCaFile $a.TlsCaFile | Invoke-ReplicationQuery -Query \"SHOW STATUS LIKE 'Ssl_cipher'\").Value").Single.BaseObject);
        Assert.True(Connect("-Tls VerifiedAuthority -TlsCaFile $a.TlsCaFile").TlsInUse);
        Assert.True(Connect("-Tls Encrypted").TlsInUse);
        Assert.True(Connect("-TlsCertificateFile $a.TlsCertificateFile -TlsKeyFile $a.TlsKeyFile").TlsInUse);

        // An authority that did not sign it. MariaDB 11.4 and later prove themselves by the password as well, which the driver takes.
        using var other = TestSandbox.Of(session, make.Replace("$name", "($name + 'x')", StringComparison.Ordinal), "other");
        var stranger = session.Run("Connect-ReplicationServer $to -Credential $login -TlsCaFile $other.TlsCaFile");
        Assert.Equal(server == "mariadb-11.8" ? [] : ["TlsFailed"], stranger.ErrorIds);

        // Undone with the sandbox; keys are the owner's alone; the authority's own key is nowhere.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(sandbox.TlsKeyFile!));
        Assert.Equal(["ca.pem", "client-cert.pem", "client-key.pem", "server-cert.pem", "server-key.pem"], Directory.GetFiles(Path.GetDirectoryName(sandbox.TlsCaFile)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var plan = (ReplicationPlan)session.Run(make.Replace("$name", "($name + 'y')", StringComparison.Ordinal) + " -WhatIf").Single.BaseObject;
        Assert.Contains(plan.Steps, s => s.Text.Contains("certificate", StringComparison.Ordinal));
        Assert.False(Directory.Exists(plan.Steps[^1].Target));
    }
}
