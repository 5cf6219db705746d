using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MySqlReplication.Engine.Dialects;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>The lines of a sandbox's option file: what it must have, what it has unless told otherwise, what was asked for.</summary>
internal static class SandboxOptions
{
    // What makes the sandbox a sandbox: its own place, and nothing that listens elsewhere or lets anybody in.
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "basedir", "datadir", "tmpdir", "socket", "port", "pid-file", "log-error", "bind-address", "user", "networking", "grant-tables", "init-file",
        "mysqlx", "mysqlx-port", "mysqlx-socket", "mysqlx-bind-address", "admin-address", "admin-port", "extra-port", "daemonize", "bootstrap",
        "initialize", "initialize-insecure", "defaults-file", "defaults-extra-file", "help", "version", "console", "chroot", "standalone",
    };

    // A data directory is made with these and cannot be started with others.
    private static readonly HashSet<string> Birthmarks = new(StringComparer.Ordinal)
    {
        "innodb-page-size", "innodb-data-file-path", "innodb-undo-tablespaces", "innodb-checksum-algorithm", "lower-case-table-names",
    };

    private static readonly string[] Prefixes = ["loose-", "skip-", "disable-", "enable-"];

    /// <summary>Refuses what cannot be given, before anything is done.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">SandboxOptionRefused.</exception>
    public static void Check(IReadOnlyList<KeyValuePair<string, string?>> options)
    {
        foreach (var option in options)
        {
            if (option.Key.Length == 0 || option.Key.Any(c => !(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.')) || option.Key[0] == '-')
            {
                throw SandboxFailures.OptionRefused(option.Key, "an option's name is letters, digits, '-', '_' and '.', without leading dashes");
            }

            if (Kept.Contains(Subject(option.Key)))
            {
                throw SandboxFailures.OptionRefused(option.Key, "the sandbox sets it itself");
            }

            if (option.Value is { } value && value.Any(char.IsControl))
            {
                throw SandboxFailures.OptionRefused(option.Key, "its value holds a line break or another control character");
            }
        }
    }

    /// <summary>The options that the data directory must be made with.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> AtBirth(IReadOnlyList<KeyValuePair<string, string?>> options)
        => options.Where(o => Birthmarks.Contains(Subject(o.Key))).ToList();

    /// <summary>The server id that was asked for; null when none was.</summary>
    public static long? ServerId(IReadOnlyList<KeyValuePair<string, string?>> options)
        => options.Where(o => Subject(o.Key) == "server-id").Select(o => long.TryParse(o.Value, out var id) ? id : (long?)null).LastOrDefault();

    /// <summary>The whole file.</summary>
    public static string Text(SandboxRecord record, ServerProgram program, SandboxWords words, IReadOnlyList<KeyValuePair<string, string?>> asked)
    {
        var text = new StringBuilder()
            .Append("# The option file of the sandbox ").Append(record.Name).Append(", a throw-away server. It reads no other.\n")
            .Append("[mysqld]\n");
        foreach (var option in Place(record, program))
        {
            Line(text, option);
        }

        var given = new HashSet<string>(asked.Select(o => Subject(o.Key)), StringComparer.Ordinal);
        text.Append("\n# Small and quick; not safe against a crash of the machine.\n");
        foreach (var option in words.Options().Concat(Certificate(record, words)).Where(o => !given.Contains(Subject(o.Key))))
        {
            Line(text, option);
        }

        text.Append("\n# Replication\n");
        foreach (var option in Replication(record).Where(o => !given.Contains(Subject(o.Key))).Concat(asked))
        {
            Line(text, option);
        }

        return text.ToString();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Place(SandboxRecord record, ServerProgram program)
    {
        if (SandboxProcess.RunsAsRoot)
        {
            // Without it every server refuses to run as root.
            yield return new("user", "root");
        }

        yield return new("basedir", program.BaseDirectory);
        yield return new("datadir", record.DataDirectory);
        yield return new("tmpdir", record.TemporaryDirectory);
        if (record.Socket is not null)
        {
            yield return new("socket", record.Socket);
        }

        yield return new("port", record.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return new("bind-address", "127.0.0.1");

        // The answer of a name server decides neither who may log in nor how long it takes.
        yield return new("skip-name-resolve", null);
        yield return new("pid-file", record.ProcessIdFile);
        yield return new("log-error", record.ErrorLog);
        if (program.ShareDirectory is not null)
        {
            yield return new("lc-messages-dir", program.ShareDirectory);
            yield return new("character-sets-dir", System.IO.Path.Combine(program.ShareDirectory, "charsets"));
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Certificate(SandboxRecord record, SandboxWords words)
    {
        if (record.Tls)
        {
            yield return new("ssl-ca", record.TlsCaFile);
            yield return new("ssl-cert", record.TlsServerCertificate);
            yield return new("ssl-key", record.TlsServerKey);
        }
        else if (words.WantsCertificate)
        {
            yield return new("ssl-cert", ServerCertificate.CertificateFile(record.DataDirectory));
            yield return new("ssl-key", ServerCertificate.KeyFile(record.DataDirectory));
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Replication(SandboxRecord record)
    {
        yield return new("server-id", record.ServerId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return new("log-bin", "binlog");
    }

    private static void Line(StringBuilder text, KeyValuePair<string, string?> option)
    {
        text.Append(option.Key);
        if (option.Value is not null)
        {
            text.Append('=').Append(Quote(option.Value));
        }

        text.Append('\n');
    }

    // A backslash begins an escape, '#' a comment, and blanks at the ends are cut (MySQL manual, "Using Option Files").
    private static string Quote(string value)
    {
        var escaped = value.Replace("\\", "\\\\");
        var plain = value.Length > 0 && value.Trim().Length == value.Length && value.IndexOfAny(['#', '"', '\'', ';']) < 0;
        return plain ? escaped : "\"" + escaped.Replace("\"", "\\\"") + "\"";
    }

    // skip_log-bin, loose-log-bin and log_bin are about one thing.
    private static string Subject(string name)
    {
        var subject = name.ToLowerInvariant().Replace('_', '-');
        for (var again = true; again;)
        {
            again = false;
            foreach (var prefix in Prefixes)
            {
                if (subject.StartsWith(prefix, StringComparison.Ordinal))
                {
                    subject = subject.Substring(prefix.Length);
                    again = true;
                }
            }
        }

        return subject;
    }
}
