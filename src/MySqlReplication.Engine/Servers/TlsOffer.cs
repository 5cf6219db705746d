using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Servers;

/// <summary>Whether clients and replicas may connect to a server by TLS.</summary>
internal static class TlsOffer
{
    /// <summary>By its certificate; where there is no such row (MySQL 5.5), by what it says of itself.</summary>
    public static async Task<bool> OfAsync(ServerSession session, CancellationToken cancellationToken)
        => Of(session, await session.Connection.QueryAsync(LinkWords.ShowCertificate, cancellationToken).ConfigureAwait(false));

    /// <summary>The same of what the server answered.</summary>
    public static bool Of(ServerSession session, IReadOnlyList<RawRow> certificate) => certificate.Count == 0
        ? string.Equals(session.Facts.Text("have_ssl"), "YES", StringComparison.OrdinalIgnoreCase)
        : certificate[0].Text("Value") is { Length: > 0 };
}
