using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Repair;

/// <summary>
/// The CHANGE that follows the reset: place and mode, and everything that a reset loses or a later start could get wrong. Host,
/// port, user and password are left out: a reset keeps them, and stating a host makes the server forget its place.
/// </summary>
internal static class RestatedLink
{
    /// <summary>Of the link's present settings.</summary>
    /// <param name="present">As they were before the reset.</param>
    /// <param name="link">The status row, for what only MariaDB has.</param>
    /// <param name="login">The account to state anew; null leaves the server what it has.</param>
    public static LinkSettings Of(LinkSettings present, ReplicaStatus link, ReplicationCredential? login) => present with
    {
        HostName = null,
        Port = null,
        Login = login,
        TlsCa = NotEmpty(present.TlsCa),
        TlsCaPath = NotEmpty(present.TlsCaPath),
        TlsCertificate = NotEmpty(present.TlsCertificate),
        TlsKey = NotEmpty(present.TlsKey),
        TlsCipher = NotEmpty(present.TlsCipher),

        // An empty list is what a reset leaves as well; MySQL with gtid_mode=ON refuses to hear of it (3139).
        IgnoreServerIds = NotEmpty(present.IgnoreServerIds),
        DoDomainIds = NotEmpty(Ids(link, "Replicate_Do_Domain_Ids")),
        IgnoreDomainIds = NotEmpty(Ids(link, "Replicate_Ignore_Domain_Ids")),
    };

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // MariaDB repeats the ids after each failed START: each counts once.
    private static List<long>? NotEmpty(IReadOnlyList<long>? ids) => ids is null || ids.Count == 0 ? null : ids.Distinct().ToList();

    private static List<long> Ids(ReplicaStatus link, string column)
        => (link.Row.Text(column) ?? string.Empty).Split(',').Select(t => long.TryParse(t.Trim(), out var id) ? id : -1).Where(id => id >= 0).ToList();
}
