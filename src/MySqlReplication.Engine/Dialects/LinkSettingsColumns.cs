using System.Globalization;
using MySqlReplication.Accounts;
using MySqlReplication.Links;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Dialects;

/// <summary>
/// A link's settings as a CHANGE would state them, read off its status row and, where the server keeps one, its row in
/// mysql.slave_master_info (columns measured on 9.7; Get_public_key from 8.0, Channel_name from 5.7).
/// </summary>
internal static class LinkSettingsColumns
{
    /// <summary>The settings; the login is there only when the stored row shows the password.</summary>
    public static LinkSettings Read(ReplicaStatus status, RawRow? stored)
    {
        var row = status.Row;
        var seconds = status.HeartbeatPeriod is { } period ? (decimal?)period.TotalSeconds : Seconds(stored?.Text("Heartbeat"));
        return new LinkSettings
        {
            HostName = status.Source?.HostName,
            Port = status.Source?.Port,
            Login = Login(stored),
            Mode = !status.UsesGtid ? LinkMode.FilePosition : status.UsingGtid is null ? LinkMode.AutoPosition : LinkMode.MariaDBGtid,
            Coordinates = status.UsesGtid ? null : status.ExecutedCoordinates,
            UsingGtid = status.UsesGtid ? status.UsingGtid?.ToLowerInvariant() : null,
            Tls = status.TlsConfigured,
            TlsVerify = row.Flag("Source_SSL_Verify_Server_Cert", "Master_SSL_Verify_Server_Cert"),
            TlsCa = row.Text("Source_SSL_CA_File", "Master_SSL_CA_File"),
            TlsCaPath = row.Text("Source_SSL_CA_Path", "Master_SSL_CA_Path"),
            TlsCertificate = row.Text("Source_SSL_Cert", "Master_SSL_Cert"),
            TlsKey = row.Text("Source_SSL_Key", "Master_SSL_Key"),
            TlsCipher = row.Text("Source_SSL_Cipher", "Master_SSL_Cipher"),
            GetPublicKey = row.Flag("Get_Source_public_key", "Get_master_public_key"),
            ConnectRetry = status.ConnectRetry,
            RetryCount = status.RetryCount,
            HeartbeatPeriod = seconds,
            DelaySeconds = (int?)status.WantedDelay?.TotalSeconds,
            IgnoreServerIds = status.IgnoredServerIds,
        };
    }

    private static ReplicationCredential? Login(RawRow? stored)
        => stored?.Text("User_name") is { } user && stored.Text("User_password") is { } password ? new ReplicationCredential(user, password) : null;

    private static decimal? Seconds(string? text)
        => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
