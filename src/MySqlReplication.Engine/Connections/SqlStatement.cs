using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MySqlReplication.Engine.Connections;

/// <summary>
/// A statement in pieces: words, texts, names, numbers and secrets. It is made into SQL only for the session that runs it
/// (quoting depends on that session's sql_mode); for people it is rendered with every secret blotted out.
/// </summary>
internal sealed class SqlStatement
{
    private const string Blot = "'********'";
    private readonly List<(PieceKind Kind, string Value)> _pieces = [];
    private string? _words;

    public SqlStatement(string words = "")
    {
        Words(words);
    }

    private enum PieceKind
    {
        Words,
        Text,
        Name,
        Secret,
        SecretHash,
        SecretEd25519,
        SecretWord,
        Query,
    }

    /// <summary>The secrets in it (a hash is one too), to be struck out of anything the server says about it.</summary>
    public IEnumerable<string> Secrets => _pieces.Where(p => IsSecret(p.Kind) && p.Value.Length > 0)
        .SelectMany(p => Kept(p.Kind, p.Value) is { } kept ? new[] { p.Value, kept } : [p.Value]);

    /// <summary>How many pieces it has.</summary>
    public int Length => _pieces.Count;

    /// <summary>Whether it holds a secret.</summary>
    public bool HasSecret => _pieces.Any(p => IsSecret(p.Kind));

    /// <summary>For people: secrets blotted out, texts as the server's default mode would take them.</summary>
    public string Redacted => Render(noBackslashEscapes: false, reveal: false);

    public static implicit operator SqlStatement(string words) => new(words);

    /// <summary>Fixed SQL words; never anything that came from outside.</summary>
    public SqlStatement Words(string words) => Add(PieceKind.Words, words);

    /// <summary>A text literal.</summary>
    public SqlStatement Text(string value) => Add(PieceKind.Text, value);

    /// <summary>A quoted name.</summary>
    public SqlStatement Name(string value) => Add(PieceKind.Name, value);

    /// <summary>A text literal that nobody may see.</summary>
    public SqlStatement Secret(string value) => Add(PieceKind.Secret, value);

    /// <summary>A text literal of what mysql_native_password keeps of a secret, for servers that would log the secret itself.</summary>
    public SqlStatement SecretHash(string value) => Add(PieceKind.SecretHash, value);

    /// <summary>A text literal of what MariaDB's ed25519 keeps of a secret.</summary>
    public SqlStatement SecretEd25519(string value) => Add(PieceKind.SecretEd25519, value);

    /// <summary>A secret that goes out unquoted: a hex literal, made here of what a server kept.</summary>
    public SqlStatement SecretWord(string value) => Add(PieceKind.SecretWord, value);

    /// <summary>A whole statement that somebody typed: it goes out as it is, and is shown with whatever looks like a password struck out.</summary>
    public static SqlStatement OfUser(string query) => new SqlStatement().Add(PieceKind.Query, query);

    /// <summary>A whole number.</summary>
    public SqlStatement Number(long value) => Add(PieceKind.Words, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An account, 'user'@'host'.</summary>
    public SqlStatement Account(string user, string host) => Text(user).Words("@").Text(host);

    /// <summary>Another statement's pieces behind these.</summary>
    public SqlStatement Append(SqlStatement other)
    {
        _words = null;
        _pieces.AddRange(other._pieces);
        return this;
    }

    /// <summary>The pieces for the journal: kind letter and value; a secret's value is left out.</summary>
    public IReadOnlyList<string[]> ToPieces() => _pieces.Select(p => IsSecret(p.Kind)
        ? new[] { p.Kind.ToString() }
        : new[] { p.Kind.ToString(), p.Value }).ToList();

    /// <summary>A statement out of the journal; <paramref name="secret"/> stands in for every secret.</summary>
    public static SqlStatement FromPieces(IEnumerable<string[]> pieces, string? secret)
    {
        var statement = new SqlStatement();
        foreach (var piece in pieces)
        {
            var kind = (PieceKind)System.Enum.Parse(typeof(PieceKind), piece[0]);
            statement.Add(kind, IsSecret(kind) ? secret ?? string.Empty : piece[1]);
        }

        return statement;
    }

    /// <summary>For the wire.</summary>
    public string Render(bool noBackslashEscapes) => Render(noBackslashEscapes, reveal: true);

    /// <summary>The redacted form.</summary>
    public override string ToString() => Redacted;

    private static bool IsSecret(PieceKind kind) => kind is PieceKind.Secret or PieceKind.SecretHash or PieceKind.SecretEd25519 or PieceKind.SecretWord;

    // What goes out in place of the secret itself.
    private static string? Kept(PieceKind kind, string secret) => kind switch
    {
        PieceKind.SecretHash => NativePasswordHash.Of(secret),
        PieceKind.SecretEd25519 => Ed25519PasswordKey.Of(secret),
        _ => null,
    };

    private string Render(bool noBackslashEscapes, bool reveal)
    {
        // Words are the same for everybody, and a status is asked over and over.
        if (_words is not null)
        {
            return _words;
        }

        var sql = new StringBuilder();
        foreach (var (kind, value) in _pieces)
        {
            sql.Append(kind switch
            {
                PieceKind.Words => value,
                PieceKind.Query => reveal ? value : Redaction.Clean(value),
                PieceKind.Name => SqlQuoting.Name(value),
                _ when IsSecret(kind) && !reveal => Blot,
                PieceKind.SecretWord => value,
                _ when Kept(kind, value) is { } kept => SqlQuoting.Text(kept, noBackslashEscapes),
                _ => SqlQuoting.Text(value, noBackslashEscapes),
            });
        }

        return _pieces.TrueForAll(static p => p.Kind == PieceKind.Words) ? _words = sql.ToString() : sql.ToString();
    }

    private SqlStatement Add(PieceKind kind, string value)
    {
        _words = null;
        if (value.Length > 0 || kind != PieceKind.Words)
        {
            _pieces.Add((kind, value));
        }

        return this;
    }
}
