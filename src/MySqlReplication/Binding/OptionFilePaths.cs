using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MySqlReplication.Diagnosis;

namespace MySqlReplication.Binding;

/// <summary>What -Path and -LiteralPath of the MyCnf cmdlets name, as full paths of the file system. Asks the provider, so it runs on the pipeline's own thread.</summary>
internal static class OptionFilePaths
{
    /// <summary>The files that one -Path means, wildcards resolved.</summary>
    /// <exception cref="ReplicationException">OptionFileNotFound, OptionFileNotOnFileSystem.</exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name != "FileSystem")
            {
                throw NotOnFileSystem(path);
            }

            return found.Count > 0 ? found.ToList() : throw NotFound(path);
        }
        catch (ItemNotFoundException)
        {
            throw NotFound(path);
        }
        catch (SessionStateException)
        {
            throw NotOnFileSystem(path);
        }
    }

    /// <summary>The file that one -LiteralPath means.</summary>
    /// <exception cref="ReplicationException">OptionFileNotOnFileSystem.</exception>
    public static string Literal(PSCmdlet cmdlet, string path) => FileSystemPath.Literal(cmdlet, path, NotOnFileSystem);

    private static ReplicationException NotFound(string path) => new(
        ErrorIds.OptionFileNotFound,
        FailureKind.ObjectNotFound,
        path,
        "There is no option file " + path + ".",
        "Give the file that the server reads; 'mysqld --verbose --help' names them near its top.");

    private static ReplicationException NotOnFileSystem(string path) => new(
        ErrorIds.OptionFileNotOnFileSystem,
        FailureKind.InvalidArgument,
        path,
        "'" + path + "' is no file of the file system.",
        "Give the path of a file, such as /etc/my.cnf or C:\\ProgramData\\MySQL\\my.ini.");
}
