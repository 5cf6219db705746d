using System.Text;

namespace MySqlReplication.Engine.Configuration;

/// <summary>
/// An option file is bytes: the server knows no encoding when it reads one. Inside the document each byte is one char
/// (U+0000 to U+00FF), so that nothing is lost whatever the encoding is; this turns bytes and people's text into that and back.
/// </summary>
internal static class OptionText
{
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>One char a byte.</summary>
    public static string OfBytes(byte[] bytes) => Latin1.GetString(bytes);

    /// <summary>The bytes again.</summary>
    public static byte[] ToBytes(string text) => Latin1.GetBytes(text);

    /// <summary>What a person typed, as the UTF-8 bytes that the server takes (its system character set).</summary>
    /// <exception cref="EncoderFallbackException">The text holds half a surrogate pair.</exception>
    public static string OfPeople(string text) => Latin1.GetString(Strict.GetBytes(text));

    /// <summary>For people: as UTF-8 when it is that, else as Latin-1.</summary>
    public static string ToPeople(string text)
    {
        foreach (var c in text)
        {
            if (c > '\x7F')
            {
                try
                {
                    return Strict.GetString(Latin1.GetBytes(text));
                }
                catch (DecoderFallbackException)
                {
                    return text;
                }
            }
        }

        return text;
    }
}
