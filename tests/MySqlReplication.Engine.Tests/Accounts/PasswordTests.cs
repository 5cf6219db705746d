using System;
using System.Linq;
using MySqlReplication.Accounts;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Accounts;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Servers;
using Xunit;

namespace MySqlReplication.Engine.Tests.Accounts;

public sealed class PasswordTests
{
    // Read off a running 9.7.4: CREATE USER ... IDENTIFIED WITH ... BY 'Xy-12345678', SELECT HEX(authentication_string).
    private const string CachingSha2 = "2441243030412447463F691A5E39495B41716F152E23514302023D744777425061494E50622F662F795A7936504D346979736E53717A58736B4D46626E575852463546326838";
    private const string Sha256 = "2435245C0262101A4817263B05322543400162155B060E24563279415032357379576C3162774B65765859363543764D6C7A673436536F58744A4D676669586F485A43";

    [Theory]
    [InlineData("mysql_native_password", "*31E554C61EF38BA0FC97867D9BB46FCF74B7345B", true)]
    [InlineData("mysql_native_password", "*31E554C61EF38BA0FC97867D9BB46FCF74B7345C", false)]
    [InlineData("mysql_native_password", "", false)]
    [InlineData("mysql_native_password", null, null)]
    [InlineData(null, "*31e554c61ef38ba0fc97867d9bb46fcf74b7345b", true)]
    [InlineData("caching_sha2_password", CachingSha2, true)]
    [InlineData("caching_sha2_password", "", false)]
    [InlineData("caching_sha2_password", "24422430", null)]
    [InlineData("sha256_password", Sha256, true)]
    [InlineData("pam", "ZIgUREUg5PVgQ6LskhXmO+eZLS0nC8be6HPjYWR4YJY", null)]
    [InlineData("unix_socket", "", null)]
    public void What_a_server_keeps_is_compared(string? plugin, string? stored, bool? matches)
    {
        stored = stored?.StartsWith("24", StringComparison.Ordinal) == true ? System.Text.Encoding.Latin1.GetString(Convert.FromHexString(stored)) : stored;
        Assert.Equal(matches, PasswordCheck.Matches(plugin, stored, "Xy-12345678"));
        Assert.NotEqual(true, PasswordCheck.Matches(plugin, stored, "Xy-12345679"));
    }

    // What glibc's crypt and openssl passwd -5 make of it.
    [Fact]
    public void The_scheme_is_the_published_one()
        => Assert.Equal("5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", ShaCrypt.Digest("Hello world!", "saltstring", 5000));

    [Fact]
    public void Made_passwords_meet_the_usual_rules_and_are_never_twice_the_same()
    {
        var made = Enumerable.Range(0, 200).Select(_ => PasswordGenerator.Generate()).ToList();
        Assert.Equal(200, made.Distinct(StringComparer.Ordinal).Count());
        Assert.All(made, p =>
        {
            Assert.Equal(32, p.Length);
            Assert.True(p.Count(char.IsAsciiLetterUpper) >= 4 && p.Count(char.IsAsciiLetterLower) >= 4 && p.Count(char.IsAsciiDigit) >= 4);
            Assert.True(p.Count(c => "!*+,-.:=@^_~".Contains(c, StringComparison.Ordinal)) >= 4);
            Assert.All(p, c => Assert.True(c is > ' ' and <= '~' && !"'\"`\\#%$&;()<>{}[]|?/".Contains(c, StringComparison.Ordinal)));
        });

        // Every character of the alphabet comes up in 6,400: 200 of one place would show a class that never stands there.
        Assert.Equal(26 + 26 + 10 + 12, made.SelectMany(p => p).Distinct().Count());
        Assert.All(Enumerable.Range(0, 32), i => Assert.True(made.Select(p => p[i]).Distinct().Count() > 20));
    }

    [Theory]
    [InlineData("", ErrorIds.UserNameInvalid)]
    [InlineData("re\npl", ErrorIds.UserNameInvalid)]
    [InlineData("re\tpl", ErrorIds.UserNameInvalid)]
    [InlineData("repl😀", ErrorIds.UserNameInvalid)]
    [InlineData(" repl", ErrorIds.UserNameInvalid)]
    [InlineData("repl ", ErrorIds.UserNameInvalid)]
    [InlineData("re'p\\l`\"é@%", null)]
    public void Names_that_a_server_would_change_are_refused(string user, string? errorId)
        => Assert.Equal(errorId, Refusal(user, "Marker-1"));

    [Theory]
    [InlineData("", ErrorIds.PasswordEmpty)]
    [InlineData("Marker\n1", ErrorIds.PasswordInvalid)]
    [InlineData("Marker😀1", ErrorIds.PasswordInvalid)]
    [InlineData("Mar'ker\\`\"é 1", null)]
    public void Passwords_that_a_link_would_change_are_refused(string password, string? errorId)
        => Assert.Equal(errorId, Refusal("repl", password));

    [Fact]
    public void A_hash_stands_in_for_a_secret_and_neither_shows()
    {
        var statement = new SqlStatement("CREATE USER ").Account("repl", "10.0.0.2").Words(" IDENTIFIED VIA mysql_native_password USING ").SecretHash("Xy-12345678");
        Assert.Equal("CREATE USER 'repl'@'10.0.0.2' IDENTIFIED VIA mysql_native_password USING '*31E554C61EF38BA0FC97867D9BB46FCF74B7345B'", statement.Render(false));
        Assert.EndsWith("USING '********'", statement.Redacted, StringComparison.Ordinal);
        Assert.Equal(["Xy-12345678", "*31E554C61EF38BA0FC97867D9BB46FCF74B7345B"], statement.Secrets);
        Assert.DoesNotContain(statement.ToPieces(), p => p.Length > 1 && (p[1].Contains("Xy", StringComparison.Ordinal) || p[1].Contains("31E5", StringComparison.Ordinal)));

        // What comes out of the journal is given the password of the day.
        Assert.Equal(statement.Render(true), SqlStatement.FromPieces(statement.ToPieces(), "Xy-12345678").Render(true));
    }

    private static string? Refusal(string user, string password)
    {
        var failure = Record.Exception(() => AccountRules.Check(ServerReference.Parse("db1"), user, new ReplicationCredential(user, password)));
        Assert.DoesNotContain("Marker", failure?.ToString() ?? string.Empty, StringComparison.Ordinal);
        return (failure as ReplicationException)?.ErrorId;
    }
}
