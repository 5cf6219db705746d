using System.Text;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// What an account demands of its client's connection: nothing, TLS, a certificate of a trusted authority, or one of a certain
/// subject and issuer. Columns ssl_type, x509_subject and x509_issuer of mysql.user, the same on all servers (measured).
/// </summary>
internal sealed record AccountDemand(bool Tls, bool Certificate, string? Subject, string? Issuer)
{
    public static AccountDemand None { get; } = new(false, false, null, null);

    /// <summary>As REQUIRE says it.</summary>
    public SqlStatement Clause
    {
        get
        {
            var clause = new SqlStatement(" REQUIRE ");
            if (Subject is null && Issuer is null)
            {
                return clause.Words(Certificate ? "X509" : Tls ? "SSL" : "NONE");
            }

            if (Subject is not null)
            {
                clause.Words("SUBJECT ").Text(Subject);
            }

            return Issuer is null ? clause : clause.Words(Subject is null ? "ISSUER " : " AND ISSUER ").Text(Issuer);
        }
    }

    /// <summary>Off a row of mysql.user.</summary>
    public static AccountDemand Read(RawRow row)
    {
        var type = Text(row, "ssl_type").ToUpperInvariant();
        var specified = type == "SPECIFIED";
        return new(
            type.Length > 0,
            specified || type == "X509",
            specified && Text(row, "x509_subject") is { Length: > 0 } subject ? subject : null,
            specified && Text(row, "x509_issuer") is { Length: > 0 } issuer ? issuer : null);
    }

    /// <summary>Whether an account with this demand is at least as strict as is wanted.</summary>
    public bool Meets(AccountDemand wanted)
        => (Tls || !wanted.Tls)
            && (Certificate || !wanted.Certificate)
            && (wanted.Subject is null || wanted.Subject == Subject)
            && (wanted.Issuer is null || wanted.Issuer == Issuer);

    // BLOB on MySQL, text on MariaDB.
    private static string Text(RawRow row, string column)
        => row[column] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : row.Text(column) ?? string.Empty;
}
