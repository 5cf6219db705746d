using System;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MySqlReplication.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>A manifest as JSON for people, and back; what comes back is checked before anybody trusts it.</summary>
internal static class ManifestText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static byte[] Write(SnapshotManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, Json);

    /// <summary>Reads it.</summary>
    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">SnapshotFormatUnknown, ManifestInvalid.</exception>
    public static SnapshotManifest Read(string file, byte[] content)
    {
        try
        {
            using (var document = JsonDocument.Parse(content))
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(nameof(SnapshotManifest.Format), out var format) || format.GetString() != SnapshotManifest.OurFormat)
                {
                    throw SnapshotFileFailures.NotRecognised(file, "it does not say that it is one");
                }

                if (!document.RootElement.TryGetProperty(nameof(SnapshotManifest.FormatVersion), out var version) || !version.TryGetInt32(out var number) || number != SnapshotManifest.CurrentVersion)
                {
                    throw SnapshotFileFailures.FormatUnknown(file, version.ToString());
                }
            }

            var manifest = JsonSerializer.Deserialize<SnapshotManifest>(content, Json) ?? throw new JsonException("it is empty.");
            Check(manifest);
            return manifest;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NotSupportedException)
        {
            throw SnapshotFileFailures.ManifestInvalid(file, e.Message);
        }
    }

    // A manifest may have been written by anybody: no path leaves its directory, and what is parsed later parses.
    private static void Check(SnapshotManifest manifest)
    {
        _ = ServerReference.Parse(manifest.Source.Address);
        _ = ServerVersion.Parse(manifest.Source.Version);
        _ = BinlogCoordinates.Parse(manifest.Coordinates);
        foreach (var file in manifest.Files())
        {
            var parts = file.File.Split('/');
            if (parts.Length < 2 || parts[0] != SnapshotFolder.FilesFolder || parts.Any(p => p.Length == 0 || p is "." or ".." || p.IndexOfAny(['\\', ':', '\0']) >= 0))
            {
                throw new FormatException("it names the file '" + file.File + "', which is not in its directory.");
            }
        }

        if (manifest.Files().GroupBy(f => f.File, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new FormatException("it names the file '" + twice.Key + "' twice.");
        }

        if (manifest.Tables.SelectMany(t => t.Rows).Any(f => f.Rows is null || f.RowBytes is null) || manifest.Tables.Any(t => t.Columns.Count == 0 && t.Rows.Count > 0))
        {
            throw new FormatException("a table lacks what is needed to load it.");
        }
    }
}
