using System.Globalization;
using System.Text;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>The command that would make a forgotten link again, without its password.</summary>
internal static class BringBackText
{
    /// <summary>The command.</summary>
    /// <param name="link">What is forgotten.</param>
    /// <param name="settings">How it was.</param>
    /// <param name="gtids">Whether the server has GTIDs, by which a new link might go where this one went by file and position.</param>
    public static string Of(ReplicaStatus link, LinkSettings settings, bool gtids)
    {
        var text = new StringBuilder("Start-ReplicationLink -Source ").Append(CommandText.Word(link.Source?.ToString() ?? "HOST")).Append(" -Replica ").Append(CommandText.Word(link.Server.ToString()));
        if (link.Channel.Length > 0)
        {
            text.Append(" -Channel ").Append(CommandText.Word(link.Channel));
        }

        text.Append(settings.Mode != LinkMode.FilePosition ? " -AutoPosition"
            : link.ExecutedCoordinates is { } at ? " -Coordinates " + CommandText.Word(at.ToString()) + (gtids ? " -AutoPosition:$false" : string.Empty)
            : string.Empty);
        if (settings.DelaySeconds is > 0 and { } delay)
        {
            text.Append(" -DelaySeconds ").Append(delay.ToString(CultureInfo.InvariantCulture));
        }

        if (settings.Tls is { } tls)
        {
            text.Append(" -Tls ").Append(!tls ? "Off" : settings.TlsVerify == true ? "Verified" : "Encrypted");
            if (tls && settings.TlsCa is { Length: > 0 } ca)
            {
                text.Append(" -TlsCaFile ").Append(CommandText.Word(ca));
            }
        }

        return text.Append(" -ReplicationCredential (Get-Credential ").Append(CommandText.Word(link.SourceUser ?? "USER")).Append(')').ToString();
    }
}
