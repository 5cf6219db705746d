using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace MySqlReplication.Engine.Accounts;

/// <summary>
/// The host part of an account as servers read it (manual, Specifying Account Names): an address, a name, '%' and '_' as
/// wildcards, or an IPv4 network. A text that could fit no host is none.
/// </summary>
internal sealed class AccountHostPattern
{
    private AccountHostPattern(string text, HostPatternKind kind, int fixedParts)
    {
        Text = text;
        Kind = kind;
        FixedParts = fixedParts;
    }

    /// <summary>As it is sent: lower case, IPv6 in its short form, because servers compare the text.</summary>
    public string Text { get; }

    public HostPatternKind Kind { get; }

    /// <summary>Whether the server has to look the address's name up before it can compare.</summary>
    public bool NeedsName => Kind is HostPatternKind.Name or HostPatternKind.NameWildcard;

    public bool IsAny => Kind == HostPatternKind.Any;

    /// <summary>Whether it fits more than one neighbourhood: less than 24 fixed bits of IPv4, 64 of IPv6, two labels of a name.</summary>
    public bool IsWide => Kind switch
    {
        HostPatternKind.AddressWildcard => FixedParts < (IsIPv6 ? 4 : 3),
        HostPatternKind.Netmask or HostPatternKind.PrefixLength => FixedParts < 24,
        HostPatternKind.NameWildcard => FixedParts < 2,
        _ => false,
    };

    /// <summary>Whether the server sorts it behind accounts without wildcards. Measured on 5.6: a netmask is not one.</summary>
    public bool HasWildcard => Text.IndexOfAny(['%', '_']) >= 0;

    // Octets, groups, bits or labels that are said in full.
    private int FixedParts { get; }

    private bool IsIPv6 => Text.IndexOf(':') >= 0;

    /// <summary>One address.</summary>
    public static AccountHostPattern Of(IPAddress address) => new(Normal(address).ToString(), HostPatternKind.Address, 4);

    /// <summary>Reads a host part.</summary>
    /// <exception cref="FormatException">It could fit no host; the message says why.</exception>
    public static AccountHostPattern Parse(string text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or > '~' or '\'' or '"' or '`' or '\\' or ';' or '@' or ',')
            {
                throw new FormatException("it holds a character (U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture) + ") that no host name and no address has.");
            }
        }

        if (text.All(c => c is '%' or '_'))
        {
            return new AccountHostPattern(text, HostPatternKind.Any, 0);
        }

        if (text.IndexOf('/') is var slash and >= 0)
        {
            return ParseNetwork(text, text.Substring(0, slash), text.Substring(slash + 1));
        }

        var wild = text.IndexOfAny(['%', '_']);
        return wild < 0 ? ParseOne(text) : ParseWildcard(text, wild);
    }

    /// <summary>Whether the account pattern fits a host text: LIKE, as the server compares.</summary>
    public bool Fits(string host)
    {
        if (Kind is HostPatternKind.Netmask or HostPatternKind.PrefixLength)
        {
            var parts = Text.Split('/');
            return IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork
                && (Number(address) & Mask(FixedParts)) == Number(IPAddress.Parse(parts[0]));
        }

        return Like(Text, 0, host, 0);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static AccountHostPattern ParseOne(string text)
    {
        // "10.1" and "0x7f.1" are addresses to IPAddress, and would be stored as texts that fit nothing: the normal form is taken.
        if (IPAddress.TryParse(text, out var address))
        {
            return Of(address);
        }

        return text.IndexOf(':') >= 0 ? throw new FormatException("it has a colon and is no IPv6 address; a port is no part of an account.")
            : text.StartsWith(".", StringComparison.Ordinal) || text.EndsWith(".", StringComparison.Ordinal) || text.Contains("..")
                ? throw new FormatException("a host name neither begins nor ends with a dot, nor has two in a row.")
                : new AccountHostPattern(text.ToLowerInvariant(), HostPatternKind.Name, 0);
    }

    private static AccountHostPattern ParseWildcard(string text, int wild)
    {
        text = text.ToLowerInvariant();
        var head = text.Substring(0, wild);
        if (head.IndexOf(':') >= 0)
        {
            return new AccountHostPattern(text, HostPatternKind.AddressWildcard, head.Split(':').Length - 1);
        }

        if (text.All(c => c is '%' or '_' or '.' or (>= '0' and <= '9')))
        {
            return new AccountHostPattern(text, HostPatternKind.AddressWildcard, head.Split('.').Length - 1);
        }

        var tail = text.Substring(text.LastIndexOfAny(['%', '_']) + 1);
        var labels = tail.Split('.').Skip(1).Count(l => l.Length > 0);
        return new AccountHostPattern(text, HostPatternKind.NameWildcard, labels);
    }

    private static AccountHostPattern ParseNetwork(string text, string network, string mask)
    {
        if (!IPAddress.TryParse(network, out var address) || address.AddressFamily != AddressFamily.InterNetwork || network.Split('.').Length != 4)
        {
            throw new FormatException("before the slash stands no IPv4 address (for IPv6 write a wildcard: 'fd00:1:2:3:%').");
        }

        int bits;
        var isLength = mask.IndexOf('.') < 0;
        if (isLength)
        {
            if (!int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits is < 1 or > 32)
            {
                throw new FormatException("behind the slash stands neither a netmask nor a number from 1 to 32.");
            }
        }
        else if (!IPAddress.TryParse(mask, out var dotted) || dotted.AddressFamily != AddressFamily.InterNetwork || (bits = Bits(Number(dotted))) < 1)
        {
            throw new FormatException("behind the slash stands no netmask such as 255.255.255.0.");
        }

        return (Number(address) & ~Mask(bits)) != 0
            ? throw new FormatException("the address has bits outside its netmask, so that no host could ever fit; the network is " + Address(Number(address) & Mask(bits)) + ".")
            : new AccountHostPattern(text, isLength ? HostPatternKind.PrefixLength : HostPatternKind.Netmask, bits);
    }

    private static IPAddress Normal(IPAddress address)
        => address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
            : address;

    private static bool Like(string pattern, int p, string text, int t)
    {
        for (; p < pattern.Length; p++, t++)
        {
            if (pattern[p] == '%')
            {
                return Enumerable.Range(t, text.Length - t + 1).Any(from => Like(pattern, p + 1, text, from));
            }

            if (t >= text.Length || (pattern[p] != '_' && char.ToLowerInvariant(pattern[p]) != char.ToLowerInvariant(text[t])))
            {
                return false;
            }
        }

        return t == text.Length;
    }

    private static uint Number(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
    }

    private static string Address(uint number) => string.Join(".", number >> 24, (number >> 16) & 0xFF, (number >> 8) & 0xFF, number & 0xFF);

    private static uint Mask(int bits) => bits == 0 ? 0 : uint.MaxValue << (32 - bits);

    // -1 when the ones are not all in front.
    private static int Bits(uint mask) => Enumerable.Range(0, 33).Where(b => Mask(b) == mask).DefaultIfEmpty(-1).First();
}
