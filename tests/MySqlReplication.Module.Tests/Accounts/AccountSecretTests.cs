using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using MySqlReplication.Accounts;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Accounts;

/// <summary>A password is in no stream, journal, binary log or general log; hostile names and passwords come through whole.</summary>
public sealed class AccountSecretTests(SharedServers servers) : IClassFixture<SharedServers>
{
    private const string Marker = "Mark'er\"\\9x";

    public static TheoryData<string, string> ServersAndModes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var server in TestServers.All)
            {
                data.Add(server.Data, string.Empty);
                data.Add(server.Data, "ANSI_QUOTES,NO_BACKSLASH_ESCAPES");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ServersAndModes))]
    public void Hostile_names_and_passwords_come_through_whole(string server, string mode)
    {
        using var seat = servers.Sit(server);
        var before = seat.Value("SELECT @@GLOBAL.sql_mode")!;
        seat.Sql("SET GLOBAL sql_mode = '" + mode + "'");
        try
        {
            const string User = "r'e\\p`l\" é;-- x";
            const string Password = "' OR \"1\\'=`1` -- é;\\";
            const string Make = "New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -JournalPath $journal";
            seat.Session.Runspace.SessionStateProxy.SetVariable("r", ServerSeat.Credential(User, Password));
            var made = (ReplicationUser)seat.Run("$made = " + Make + "; $made").Single.BaseObject;
            Assert.Equal((User, true, true), (made.UserName, made.Changed, made.PasswordMatches));
            Assert.Equal(User + "@127.0.0.1", seat.LogIn(User, Password));
            Assert.False(((ReplicationUser)seat.Run(Make).Single.BaseObject).Changed);

            seat.Run("$made | Undo-ReplicationChange").ThrowOnError();
            Assert.Equal("LoginRefused", seat.LogIn(User, Password));
        }
        finally
        {
            seat.Sql("SET GLOBAL sql_mode = '" + before + "'");
        }
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void A_marker_password_is_nowhere(string server)
    {
        using var seat = servers.Sit(server);
        seat.Sql("SET GLOBAL log_output = 'FILE'", "SET GLOBAL general_log = ON");
        seat.Session.Runspace.SessionStateProxy.SetVariable("r", ServerSeat.Credential("marked", Marker));
        seat.Session.Runspace.SessionStateProxy.SetVariable("other", ServerSeat.Credential("marked", Marker + "2"));
        const string All = " -JournalPath $journal -Verbose";
        var said = new List<string>();
        void Run(string script, string? errorId = null)
        {
            var result = seat.Run("$DebugPreference = 'Continue'; $out = " + script + "; $out; $out | ForEach-Object { $_.PSObject.Properties | ForEach-Object { \"$($_.Name)=$($_.Value)\" } }; [System.Management.Automation.PSSerializer]::Serialize($out, 5)");
            Assert.Equal(errorId is null ? [] : [errorId], result.ErrorIds);
            Assert.NotEmpty(result.Debug);
            said.Add(result.AllText);
            said.Add(string.Join("\n", result.Errors.Select(e => e.Exception.Data.Count + e.Exception.ToString() + e.TargetObject + e.InvocationInfo?.Line)));
        }

        Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r -WhatIf" + All);
        Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r" + All);
        Assert.Contains("general_log is ON", string.Join("\n", said), StringComparison.Ordinal);
        Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $r" + All);
        Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $other" + All, "AccountPasswordDiffers");
        Run("New-ReplicationUser $a -Peer 127.0.0.1 -ReplicationCredential $other -Force -LogStatement" + All);
        Run("New-ReplicationUser $a -HostPattern 10.0.0.4 -ReplicationCredential $r -LogStatement" + All);
        foreach (var journal in Directory.GetFiles(seat.Journal).OrderDescending(StringComparer.Ordinal))
        {
            Run("Undo-ReplicationChange '" + journal + "' -Credential $a.Credential.GetCredential() -ReplicationCredential $r -Verbose");
        }

        seat.Sql("SET GLOBAL general_log = OFF", "FLUSH LOGS");
        Assert.Equal(0, seat.Accounts("marked"));
        var general = Path.Combine(seat.Sandbox.DataDirectory, seat.Value("SELECT @@GLOBAL.general_log_file")!);
        var logs = seat.Sql("SHOW BINARY LOGS").Select(r => Path.Combine(seat.Sandbox.DataDirectory, (string)r.Properties["Log_name"].Value)).ToList();
        List<string> files = [.. Directory.GetFiles(seat.Journal), .. logs, general];

        // What is searched was written: both logs saw the account.
        Assert.Contains("marked", File.ReadAllText(general), StringComparison.Ordinal);
        Assert.Contains(logs, f => File.ReadAllText(f).Contains("CREATE USER 'marked'@'10.0.0.4'", StringComparison.Ordinal));
        Assert.Equal(3, Directory.GetFiles(seat.Journal).Length);
        foreach (var (name, bytes) in files.Select(f => (f, File.ReadAllBytes(f))).Append(("the streams", Encoding.UTF8.GetBytes(string.Join("\n", said)))))
        {
            foreach (var trace in Traces(name.EndsWith(".json", StringComparison.Ordinal) || name == "the streams"))
            {
                Assert.False(bytes.AsSpan().IndexOf(trace) >= 0, name + " holds the password as " + Encoding.UTF8.GetString(trace));
            }
        }
    }

    // Plain and quoted for SQL, UTF-16, hex of both, base64; and where not even a hash may be, the hash of mysql_native_password.
    private static IEnumerable<byte[]> Traces(bool hashToo)
    {
        foreach (var text in new[] { Marker, Marker.Replace("'", "''", StringComparison.Ordinal), Marker.Replace("\\", "\\\\", StringComparison.Ordinal), Marker.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) })
        {
            yield return Encoding.UTF8.GetBytes(text);
            yield return Encoding.Unicode.GetBytes(text);
            foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text) })
            {
                yield return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
                yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes));
                yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes).TrimEnd('=')[..^1]);
            }
        }

        if (hashToo)
        {
            foreach (var password in new[] { Marker, Marker + "2" })
            {
                yield return Encoding.ASCII.GetBytes(Convert.ToHexString(NativeHash(password)));
            }
        }
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The plugin's own scheme, fixed by the server.")]
    private static byte[] NativeHash(string password) => SHA1.HashData(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
}
