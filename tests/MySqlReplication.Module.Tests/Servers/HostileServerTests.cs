using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MySqlReplication.Module.Tests.Hosting;
using Xunit;

namespace MySqlReplication.Module.Tests.Servers;

/// <summary>A server that means harm: it gets no file of ours, hangs nobody, fills no memory, and drives no terminal.</summary>
public sealed class HostileServerTests
{
    private const string Escape = "\u001b[31mred\u001b]0;title\u0007 '`\"\\ ; DROP TABLE x; -- \U0001F600";

    [Fact]
    public void A_file_that_it_asks_for_is_not_sent()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "Marker-of-the-file");
            using var server = new HostileServer((_, guest) => guest.SendAsync([0xFB, .. Encoding.UTF8.GetBytes(file)]));
            using var session = new ModuleSession();
            Assert.All([.. Ask(session, server, seconds: 8).ErrorIds, .. Ask(session, server, "LOAD DATA LOCAL INFILE 'x' INTO TABLE t", seconds: 8).ErrorIds], id => Assert.Contains(id, new[] { "ServerAnswerInvalid", "ServerTimeout" }));
            Assert.DoesNotContain("Marker-of-the-file", Encoding.UTF8.GetString(server.Heard), StringComparison.Ordinal);
            Assert.Contains("SELECT 1", Encoding.UTF8.GetString(server.Heard), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("greeting")]
    [InlineData("answer")]
    [InlineData("silence")]
    public void It_hangs_nobody_and_fills_no_memory(string where)
    {
        // The largest length that a header can say, a little of it, and then nothing.
        Task Giant(HostileServer.Guest guest) => guest.RawAsync([0xFF, 0xFF, 0xFF, 0, .. new byte[1000]]).ContinueWith(_ => guest.HangAsync(), TaskScheduler.Default).Unwrap();
        using var server = new HostileServer((_, guest) => where == "silence" ? guest.HangAsync() : Giant(guest), where == "greeting" ? Giant : null);
        using var host = new HostProcess();

        // A process of its own: what other tests allocate meanwhile is not this server's doing.
        var said = host.Run("-Module", ModuleSession.Manifest, host.Script($$"""
            $login = [pscredential]::new('root', [Net.NetworkCredential]::new('', 'Marker-root-1').SecurePassword)
            $before = [GC]::GetTotalAllocatedBytes($true)
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Invoke-ReplicationQuery '{{server.Address}}' 'SELECT 1' -Credential $login -TimeoutSeconds 12 -ErrorAction SilentlyContinue
            "$($Error[0].FullyQualifiedErrorId)".Split(',')[0]
            $watch.Elapsed.TotalSeconds -lt 50
            ([GC]::GetTotalAllocatedBytes($true) - $before) -lt 64MB
            """)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal([where == "greeting" ? "ServerUnreachable" : "ServerTimeout", "True", "True"], said);
    }

    [Theory]
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 0xFD, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x01 })]
    [InlineData(new byte[] { })]
    public void What_is_no_answer_is_said_to_be_none(byte[] payload)
    {
        // Counts of columns that cannot be, a column that never comes, a packet of nothing; then a packet that describes nothing.
        using var server = new HostileServer(async (_, guest) =>
        {
            await guest.SendAsync(payload);
            await guest.SendAsync([0xFC, 0xFF, 0xFF, 1, 2, 3]);
        });
        using var session = new ModuleSession();
        Assert.Equal(["ServerAnswerInvalid"], Ask(session, server).ErrorIds);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 9 })]
    [InlineData(new byte[] { 9, 0, 0, 1, 3, 0 })]
    public void An_answer_that_breaks_off_is_a_lost_connection_not_a_wrong_answer(byte[] begun)
    {
        // Nothing, a part of a header, a part of a packet; then it is gone.
        using var server = new HostileServer(async (_, guest) =>
        {
            await guest.RawAsync(begun);
            await guest.HangUpAsync();
        });
        using var session = new ModuleSession();
        Assert.Equal(["ConnectionLost"], Ask(session, server).ErrorIds);
    }

    [Fact]
    public void Its_texts_drive_no_terminal()
    {
        using var server = new HostileServer((query, guest) => query == "SELECT 2" ? guest.RowsAsync(1, [Escape]) : guest.ErrorAsync(1105, Escape));
        using var session = new ModuleSession();
        var refused = Ask(session, server);
        Assert.Equal(["StatementFailed"], refused.ErrorIds);
        Assert.Contains("\\x1B[31mred", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.AllText, c => c is '\u001b' or '\u0007');

        // What was asked for comes as it is: a value is nobody's sentence.
        Assert.Equal(Escape, Ask(session, server, "SELECT 2").Single.Properties.First().Value);

        // Not a version that anybody knows; the address is right, the program is not.
        using var odd = new HostileServer((_, guest) => guest.OkAsync()) { Version = Escape };
        var unknown = session.Run(
            "Connect-ReplicationServer $to -Credential $login -TimeoutSeconds 60",
            ("to", odd.Address),
            ("login", ServerSeat.Credential("root", "Marker-root-1")));
        Assert.Equal(["ServerNotSupported"], unknown.ErrorIds);
        Assert.DoesNotContain(unknown.AllText, c => c is '\u001b' or '\u0007');
    }

    private static RunResult Ask(ModuleSession session, HostileServer server, string query = "SELECT 1", int seconds = 60) => session.Run(
        "Invoke-ReplicationQuery $to $query -Credential $login -TimeoutSeconds " + seconds,
        ("to", server.Address),
        ("query", query),
        ("login", ServerSeat.Credential("root", "Marker-root-1")));
}
