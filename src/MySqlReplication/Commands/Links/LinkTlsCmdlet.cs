using System.Management.Automation;
using MySqlReplication.Hosting;
using MySqlReplication.Links;

namespace MySqlReplication.Commands.Links;

/// <summary>What is said of the protection of a replica's connection. All files are on the replica's machine, not on this one.</summary>
public abstract class LinkTlsCmdlet : ChangeCmdlet
{
    /// <summary>How the connection is protected; the best that both servers can do when not given.</summary>
    [Parameter]
    public LinkTls? Tls { get; set; }

    /// <summary>A file of certificates, on the replica's machine, by which it checks the source's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsCaFile { get; set; }

    /// <summary>The certificate that the replica shows to the source, a file on the replica's machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsCertificateFile { get; set; }

    /// <summary>The key of that certificate, a file on the replica's machine.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsKeyFile { get; set; }
}
