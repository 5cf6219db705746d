using System;
using System.Globalization;

namespace MySqlReplication.Servers;

/// <summary>The written forms of a server reference.</summary>
internal static class ServerReferenceText
{
    private const string Scheme = "mysql://";

    public static ServerReference Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException("A server is written as host, host:port, user@host:port, mysql://user@host:port or a socket path; the text is empty.");
        }

        text = text.Trim();
        if (text[0] is '/' or '\\')
        {
            return new ServerReference(ServerAddress.OfSocket(text));
        }

        var isUri = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        var rest = isUri ? text.Substring(Scheme.Length).TrimEnd('/') : text;
        string? user = null;

        // The last '@' ends the user's name: a name may hold one, a host may not.
        var at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            user = rest.Substring(0, at);
            rest = rest.Substring(at + 1);
            if (user.IndexOf(':') >= 0)
            {
                throw new PasswordInReferenceException();
            }

            user = isUri ? Uri.UnescapeDataString(user) : user;
            if (user.Length == 0)
            {
                throw new FormatException("The user name before '@' is empty.");
            }
        }

        if (user is not null && rest.Length > 0 && rest[0] is '/' or '\\')
        {
            return new ServerReference(ServerAddress.OfSocket(rest), user);
        }

        return new ServerReference(ParseHostAndPort(rest), user);
    }

    private static ServerAddress ParseHostAndPort(string text)
    {
        string host;
        string? port = null;
        if (text.StartsWith("[", StringComparison.Ordinal))
        {
            var close = text.IndexOf(']');
            if (close < 0)
            {
                throw new FormatException("'" + text + "' opens a bracket that is not closed; an IPv6 address is written [::1]:3306.");
            }

            host = text.Substring(1, close - 1);
            var after = text.Substring(close + 1);
            if (after.Length > 0)
            {
                port = after[0] == ':' ? after.Substring(1) : throw new FormatException("'" + text + "' has text after the bracket that is no port.");
            }
        }
        else
        {
            var first = text.IndexOf(':');
            if (first >= 0 && first != text.LastIndexOf(':'))
            {
                // Two colons or more and no brackets: a bare IPv6 address, which cannot carry a port.
                host = System.Net.IPAddress.TryParse(text, out _)
                    ? text
                    : throw new FormatException("'" + text + "' is neither host:port nor an IPv6 address; write an IPv6 address with port as [::1]:3306.");
            }
            else
            {
                host = first < 0 ? text : text.Substring(0, first);
                port = first < 0 ? null : text.Substring(first + 1);
            }
        }

        if (host.Trim().Length == 0)
        {
            throw new FormatException("The host name is empty.");
        }

        foreach (var c in host)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '/' or '?' or '#' or '\'' or '"' or '`' or ';')
            {
                throw new FormatException("A host name cannot hold the character '" + c + "' (U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture) + ").");
            }
        }

        if (port is null)
        {
            return new ServerAddress(host);
        }

        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535
            ? new ServerAddress(host, number)
            : throw new FormatException("'" + port + "' is not a port: a port is a number from 1 to 65535.");
    }
}
