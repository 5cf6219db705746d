using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MySqlReplication.Engine.Sandboxes;

/// <summary>Names of sandboxes: they become names of files and folders.</summary>
internal static class SandboxNames
{
    private const int MaxLength = 40;

    /// <exception cref="MySqlReplication.Diagnosis.ReplicationException">SandboxNameInvalid.</exception>
    public static void Check(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            throw SandboxFailures.NameInvalid(name, "it has " + name.Length.ToString(CultureInfo.InvariantCulture) + " characters");
        }

        if (!IsLetterOrDigit(name[0]) || name[name.Length - 1] == '.' || name.Any(c => !IsLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            throw SandboxFailures.NameInvalid(name, "it holds characters that not every file system takes");
        }
    }

    /// <summary>The names of what is to be made: as given, numbered, or the lowest free of sandbox1, sandbox2, ...</summary>
    public static IReadOnlyList<string> Choose(SandboxRequest request, IReadOnlyCollection<string> taken)
    {
        if (request.Names.Count > 1 && request.Count > 1)
        {
            throw SandboxFailures.NameInvalid(string.Join(", ", request.Names), "-Count goes with one name or none");
        }

        var names = request.Names.Count > 0 && request.Count <= 1
            ? request.Names
            : request.Names.Count == 1
                ? Enumerable.Range(1, request.Count).Select(n => Numbered(request.Names[0], n)).ToList()
                : Enumerable.Range(1, int.MaxValue).Select(n => Numbered("sandbox", n)).Where(n => !Holds(taken, n)).Take(Math.Max(1, request.Count)).ToList();
        for (var i = 0; i < names.Count; i++)
        {
            Check(names[i]);
            if (Holds(taken, names[i]) || Holds(names.Take(i), names[i]))
            {
                throw SandboxFailures.Exists(names[i]);
            }
        }

        return names;
    }

    private static string Numbered(string stem, int number) => stem + number.ToString(CultureInfo.InvariantCulture);

    private static bool Holds(IEnumerable<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
