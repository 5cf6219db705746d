using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using MySqlReplication.Accounts;
using MySqlReplication.Engine.Connections;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Servers;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>The administrator's password: made at random, kept in a file of mode 0600, never in arguments or streams.</summary>
internal static class SandboxPassword
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    // 24 of 57 signs: 139 bits. Below every server's limit, without a sign that anybody would have to quote.
    private const int Length = 24;

    /// <summary>Makes one and writes it, with the statements by which the server takes it before its first client.</summary>
    public static ReplicationCredential Create(SandboxRecord record, SandboxWords words)
    {
        var password = Generate();
        PrivateFile.Write(record.PasswordFile, Encoding.ASCII.GetBytes(password));

        // An init file takes one statement a line (MySQL manual, init_file).
        var statements = words.SetPassword(password).Select((SqlStatement s) => s.Render(noBackslashEscapes: false) + ";\n");
        PrivateFile.Write(record.FirstStatements, Encoding.ASCII.GetBytes(string.Concat(statements)));
        return new ReplicationCredential(SandboxWords.Administrator, password);
    }

    /// <summary>The login; null when the file is gone or not for this user.</summary>
    public static ReplicationCredential? Read(SandboxRecord record)
    {
        try
        {
            return new ReplicationCredential(SandboxWords.Administrator, File.ReadAllText(record.PasswordFile).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>From now on the sandbox is logged in to so, because its server has got the accounts of another.</summary>
    public static void Adopt(string name, ReplicationCredential credential)
        => PrivateFile.Write(ReadSandbox.Record(name).PasswordFile, Encoding.ASCII.GetBytes(credential.Reveal()));

    /// <summary>127.0.0.1 and the port, with the login; a sandbox with TLS is spoken to in no other way.</summary>
    public static ServerReference Server(SandboxRecord record, ReplicationCredential? credential) => new(
        new ServerAddress("127.0.0.1", record.Port),
        SandboxWords.Administrator,
        credential,
        record.Tls ? new ServerTls { Mode = ConnectionTls.Verified, CaFile = record.TlsCaFile } : null);

    private static string Generate()
    {
        using var random = RandomNumberGenerator.Create();
        var text = new StringBuilder(Length);
        var one = new byte[1];
        while (text.Length < Length)
        {
            random.GetBytes(one);

            // 228 = 4 * 57: bytes above it would prefer the first letters.
            if (one[0] < 256 - (256 % Alphabet.Length))
            {
                text.Append(Alphabet[one[0] % Alphabet.Length]);
            }
        }

        return text.ToString();
    }
}
