using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using MySqlReplication.Configuration;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Plans;
using Xunit;

namespace MySqlReplication.Module.Tests.Configuration;

/// <summary>The cmdlet without a server: what binds, what is refused, what -WhatIf leaves alone.</summary>
public sealed class SetMyCnfReplicationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("setmycnf-").FullName;
    private readonly ModuleSession _session = new();

    public SetMyCnfReplicationTests() => _session.Run("$ExecutionContext.SessionState.Path.SetLocation($folder); $PSDefaultParameterValues = @{ 'Set-MyCnfReplication:JournalPath' = $journal }", ("folder", _folder), ("journal", Path.Combine(_folder, "journal"))).ThrowOnError();

    public void Dispose()
    {
        _session.Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 7")]
    [InlineData("Set-MyCnfReplication -Path ./m?.cnf -ServerId 7")]
    [InlineData("Set-MyCnfReplication -LiteralPath my.cnf -ServerId 7")]
    [InlineData("Set-MyCnfReplication -OptionFile my.cnf -ServerId 7")]
    [InlineData("'my.cnf' | Set-MyCnfReplication -ServerId 7")]
    [InlineData("[IO.FileInfo]::new(\"$PWD/my.cnf\") | Set-MyCnfReplication -ServerId 7")]
    [InlineData("$ExecutionContext.InvokeProvider.Item.Get('m?.cnf') | Set-MyCnfReplication -ServerId 7")]
    [InlineData("$ExecutionContext.InvokeProvider.ChildItem.Get('*.cnf', $false) | Set-MyCnfReplication -ServerId 7")]
    [InlineData("[pscustomobject]@{ OptionFile = 'my.cnf'; ServerVersion = '10.11.6-MariaDB'; Server = 'db1:3306'; ServerId = 99 } | Set-MyCnfReplication -ServerId 7")]
    [InlineData("[pscustomobject]@{ OptionFile = \"$PWD/my.cnf\"; ServerVersion = $null } | Set-MyCnfReplication -ServerId 7")]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 3 | Set-MyCnfReplication -ServerId 7")]
    public void The_pipeline_binds_the_file(string script)
    {
        Write("my.cnf", "[mysqld]\nserver-id=1\n");
        var change = (MyCnfChange)_session.Run(script).Single.BaseObject;
        Assert.True(change.Changed);
        Assert.Equal(Path.Combine(_folder, "my.cnf"), change.OptionFile);
        Assert.Null(change.Server);
        Assert.Equal("[mysqld]\nserver-id=7\n", Read("my.cnf"));
    }

    [Fact]
    public void A_name_with_brackets_is_taken_literally_by_LiteralPath_alone()
    {
        Write("my[1].cnf", "[mysqld]\n");
        Assert.Equal(["OptionFileNotFound"], _session.Run("Set-MyCnfReplication 'my[1].cnf' -ServerId 7").ErrorIds);
        Assert.True(((MyCnfChange)_session.Run("$ExecutionContext.InvokeProvider.Item.Get([string[]]'my[1].cnf', $true, $true) | Set-MyCnfReplication -ServerId 7").Single.BaseObject).Changed);
    }

    [Fact]
    public void One_bad_file_of_ten_is_one_error_record()
    {
        for (var i = 0; i < 10; i++)
        {
            Write("s" + i + ".cnf", i == 4 ? "server-id=1\n" : "[mysqld]\n");
        }

        var result = _session.Run("Set-MyCnfReplication s*.cnf -ServerId 7");
        Assert.Equal(9, result.Output.Count);
        var error = Assert.Single(result.Errors);
        Assert.Equal("OptionFileOptionOutsideGroup,MySqlReplication.Commands.Configuration.SetMyCnfReplicationCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal(Path.Combine(_folder, "s4.cnf"), error.TargetObject);
        Assert.Contains("s4.cnf:1", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    public static TheoryData<string, string> BadFiles => new()
    {
        { "[mysqld\nserver-id=1\n", "OptionFileGroupNotClosed" },
        { "server-id=1\n[mysqld]\n", "OptionFileOptionOutsideGroup" },
        { "[mysqld]\n!includedir  \n", "OptionFileIncludeIncomplete" },
        { "\xEF\xBB\xBF[mysqld]\r\nserver-id=1\r\n", "OptionFileHasByteOrderMark" },
        { "\xFF\xFE[\0m\0y\0s\0q\0l\0d\0]\0", "OptionFileIsUtf16" },
        { "\x7F" + "ELF............................................................\0", "OptionFileIsBinary" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_is_refused_and_stays_as_it_is(string text, string id)
    {
        Write("my.cnf", text);
        AssertRefused("Set-MyCnfReplication my.cnf -Role MasterMaster -Node 1 -Of 10", id);
    }

    [Theory]
    [InlineData("Set-MyCnfReplication none.cnf -ServerId 1", "OptionFileNotFound")]
    [InlineData("Set-MyCnfReplication -LiteralPath none.cnf -ServerId 1", "OptionFileNotFound")]
    [InlineData("Set-MyCnfReplication no*.cnf -ServerId 1", "OptionFileNotFound")]
    [InlineData("Set-MyCnfReplication . -ServerId 1", "OptionFileIsDirectory")]
    [InlineData("Set-MyCnfReplication env:HOME -ServerId 1", "OptionFileNotOnFileSystem")]
    [InlineData("Set-MyCnfReplication nodrive:/my.cnf -ServerId 1", "OptionFileNotOnFileSystem")]
    [InlineData("Set-MyCnfReplication my.cnf", "NoOptionGiven")]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 0", "OptionValueOutOfRange")]
    [InlineData("Set-MyCnfReplication my.cnf -LogBin \"a`nb\"", "OptionValueInvalid")]
    [InlineData("Set-MyCnfReplication my.cnf -LogBin ''", "OptionValueInvalid")]
    [InlineData("Set-MyCnfReplication my.cnf -RelayLog OFF", "OptionValueInvalid")]
    [InlineData("Set-MyCnfReplication my.cnf -ReplicateDoDb 'a,b'", "DatabaseNameHasComma")]
    [InlineData("Set-MyCnfReplication my.cnf -Role MasterMaster -Node 1", "PairMemberIncomplete")]
    [InlineData("Set-MyCnfReplication my.cnf -Role MasterMaster -Node 11 -Of 10", "PairMemberOutOfRange")]
    [InlineData("Set-MyCnfReplication my.cnf -AutoIncrementOffset 3 -AutoIncrementIncrement 2", "AutoIncrementOffsetTooLarge")]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 1 -ServerVersion 10.11", "ServerVersionInvalid")]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 1 -ServerVersion new", "ServerVersionInvalid")]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 1 -Server u:secret@db1", "PasswordInReference")]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 1 -Server 127.0.0.1:1", "CredentialMissing")]
    [InlineData("Set-MyCnfReplication my.cnf -ServerId 1 -Server u@127.0.0.1:1 -Credential ([pscredential]::new('u', [securestring]::new()))", "ServerUnreachable")]
    public void Nonsense_is_refused_and_the_file_stays_as_it_is(string script, string id)
    {
        Write("my.cnf", "[mysqld]\n");
        AssertRefused(script, id);
    }

    [Fact]
    public void A_read_only_file_and_a_read_only_folder_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "made by mode bits");
        Write("my.cnf", "[mysqld]\n");
        File.SetUnixFileMode(Path.Combine(_folder, "my.cnf"), UnixFileMode.UserRead);
        AssertRefused("Set-MyCnfReplication my.cnf -ServerId 1", "OptionFileReadOnly");
        File.SetUnixFileMode(Path.Combine(_folder, "my.cnf"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        AssertRefused("Set-MyCnfReplication my.cnf -ServerId 1", "OptionFileFolderReadOnly");
    }

    [Fact]
    public void A_hundred_megabytes_of_junk_are_refused_at_once()
    {
        using (var stream = File.Create(Path.Combine(_folder, "junk.cnf")))
        {
            stream.SetLength(100 * 1024 * 1024);
        }

        var result = _session.Run("Set-MyCnfReplication junk.cnf -ServerId 1");
        Assert.Equal(["OptionFileTooLarge"], result.ErrorIds);
    }

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-Confirm:$false -WhatIf")]
    public void WhatIf_returns_the_diff_and_touches_nothing(string how)
    {
        Write("my.cnf", "[client]\npassword=s3cr3t\n[mysqld]\nserver-id=1\n");
        var before = Hashes();
        var result = _session.Run("Set-MyCnfReplication my.cnf -Role MasterMaster -Node 2 -Of 10 " + how);
        var plan = (ReplicationPlan)result.Single.BaseObject;
        Assert.Contains("-server-id=1\n+server-id=2", plan.Steps.Single().Text, StringComparison.Ordinal);
        Assert.True(plan.RestartRequired);
        Assert.Equal(before, Hashes());
        Assert.DoesNotContain("s3cr3t", result.AllText + plan.Steps[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_its_group_or_with_crlf_is_edited_in_its_own_way_and_twice_is_once()
    {
        Write("bare.cnf", "[client]\nport=1");
        Write("crlf.cnf", "[mysqld]\r\nserver-id=1\r\n");
        var script = "Set-MyCnfReplication bare.cnf, crlf.cnf -ServerId 7 -LogBin mysql-bin -LogReplicaUpdates $true";
        var first = _session.Run(script).ThrowOnError().Output.Select(o => (MyCnfChange)o.BaseObject).ToList();
        Assert.Equal("[client]\nport=1\n\n[mysqld]\nserver-id=7\nlog-bin=mysql-bin\nlog-slave-updates=1", Read("bare.cnf"));
        Assert.Equal("[mysqld]\r\nserver-id=7\r\nlog-bin=mysql-bin\r\nlog-slave-updates=1\r\n", Read("crlf.cnf"));
        Assert.All(first, c => Assert.Equal((true, true), (c.Changed, File.Exists(c.BackupPath))));
        Assert.Contains(first[0].Decisions, d => d.Contains("[mysqld]", StringComparison.Ordinal));

        var before = Hashes();
        var second = _session.Run(script).ThrowOnError().Output.Select(o => (MyCnfChange)o.BaseObject).ToList();
        Assert.All(second, c => Assert.Equal((false, "", null), (c.Changed, c.Diff, c.BackupPath)));
        Assert.Equal(before, Hashes());
    }

    [Fact]
    public void Undo_brings_the_old_file_back_byte_for_byte_and_not_over_later_work()
    {
        const string Before = "; mine\r\n[mysqld]\nserver-id = 1\t# one\r\n\xFF\xE9";
        Write("my.cnf", Before);
        _session.Run("$one = Set-MyCnfReplication my.cnf -ServerId 2; $two = Set-MyCnfReplication my.cnf -Role MasterMaster -Node 2 -Of 3").ThrowOnError();
        Assert.Equal(["OptionFileChangedSince"], _session.Run("$one | Undo-ReplicationChange").ErrorIds);
        _session.Run("$two, $one | Undo-ReplicationChange").ThrowOnError();
        Assert.Equal(Before, Read("my.cnf"));
    }

    [Fact]
    public void An_empty_array_takes_the_option_out()
    {
        Write("my.cnf", "[mysqld]\nbinlog-do-db=a\n# keep\nbinlog-do-db=b\n");
        _session.Run("Set-MyCnfReplication my.cnf -BinlogDoDb @()").ThrowOnError();
        Assert.Equal("[mysqld]\n# keep\n", Read("my.cnf"));
    }

    [Fact]
    public void WhatIfPreference_counts_too()
    {
        Write("my.cnf", "[mysqld]\n");
        var before = Hashes();
        var result = _session.Run("$WhatIfPreference = $true; Set-MyCnfReplication my.cnf -ServerId 1");
        Assert.IsType<ReplicationPlan>(result.Single.BaseObject);
        Assert.Equal(before, Hashes());
    }

    [Fact]
    public void It_completes_without_a_server()
    {
        string[] Complete(string line) => _session.Run("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", ("line", line)).ThrowOnError().Output.Select(o => o.ToString()!).ToArray();
        Assert.Equal(["MasterMaster", "Passive"], Complete("Set-MyCnfReplication my.cnf -Role "));
        Assert.Equal(["1", "2", "3"], Complete("Set-MyCnfReplication my.cnf -Of 3 -Node "));
        Assert.Contains("10.11-MariaDB", Complete("Set-MyCnfReplication my.cnf -ServerVersion 10"));
        Assert.Equal(["mysql-relay-bin"], Complete("Set-MyCnfReplication my.cnf -RelayLog "));
    }

    [Fact]
    public void The_view_fits_a_hundred_and_twenty_columns()
    {
        Write("my.cnf", "[mysqld]\n");
        using var host = new HostProcess();
        var text = host.Run("-Width", "120", "-Command", $"Import-Module '{ModuleSession.Manifest}'; Set-MyCnfReplication '{_folder}/my.cnf' -JournalPath '{_folder}/journal' -Role MasterMaster -Node 1 -Of 10 -ServerVersion 9.7.4").Output;
        Assert.Contains("  * log-replica-updates            (not set) -> 1                     line 4 [mysqld]", text, StringComparison.Ordinal);
        Assert.Contains("Restart: needed", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), l => Assert.True(l.TrimEnd().Length <= 120, l));
    }

    private void AssertRefused(string script, string id)
    {
        var before = Hashes();
        var result = _session.Run(script);
        Assert.Equal([id], result.ErrorIds);
        Assert.Empty(result.Output);
        var error = result.Errors[0];
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("secret", result.AllText, StringComparison.Ordinal);
        Assert.Equal(before, Hashes());
    }

    private void Write(string name, string text) => File.WriteAllBytes(Path.Combine(_folder, name), Encoding.Latin1.GetBytes(text));

    private string Read(string name) => Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(_folder, name)));

    private List<string> Hashes() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => f + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))).ToList();
}
