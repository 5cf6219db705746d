using System;
using System.Linq;
using System.Text;
using MySqlReplication.Module.Tests.Hosting;
using MySqlReplication.Module.Tests.Servers;
using Xunit;

namespace MySqlReplication.Module.Tests.Secrets;

/// <summary>
/// Every exported cmdlet is run with marked passwords on real servers; no stream, error record, serialised result, journal,
/// written file, binary log or process holds one, in plain text, hex or base64.
/// </summary>
public sealed class SecretTests
{
    [Fact]
    public void Every_exported_cmdlet_has_a_case()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ExportedCommands.Of(session).Select(c => c.Name).Order(StringComparer.Ordinal),
            SecretCases.All.Select(c => c.Cmdlet).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TestServers.All), MemberType = typeof(TestServers))]
    public void No_secret_is_anywhere(string server)
    {
        using var watch = new ProcessWatch();
        using var stage = new SecretStage(server);
        Assert.All(SecretCases.All, one =>
        {
            var (errors, said) = stage.Run(one);
            Assert.Equal(one.Errors, errors);
            Assert.True(said > 0, one.Cmdlet + " said nothing at all");
        });

        Assert.Empty(stage.Leaks(watch.End()));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("UTF-8 hex")]
    [InlineData("UTF-16 hex")]
    [InlineData("UTF-8 base64")]
    [InlineData("UTF-16 base64")]
    public void The_search_finds_every_form(string form)
    {
        const string Secret = "Zq12ab34Marker";
        Encoding encoding = form.StartsWith("UTF-16", StringComparison.Ordinal) ? Encoding.Unicode : Encoding.UTF8;
        foreach (var before in new[] { string.Empty, "x", "xy", "xyz" })
        {
            var bytes = encoding.GetBytes(before + Secret + "!");
            var text = form == "plain" ? before + Secret : form.EndsWith("hex", StringComparison.Ordinal) ? Convert.ToHexStringLower(bytes) : Convert.ToBase64String(bytes);
            Assert.Equal(form, SecretTraces.In("<" + text + ">", Secret));
        }

        Assert.Equal("UTF-16", SecretTraces.In(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes("x" + Secret)), Secret));
        Assert.Null(SecretTraces.In("Zq12ab34Marke " + Convert.ToBase64String(Encoding.UTF8.GetBytes("another")), Secret));
    }
}
