using System;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>
/// Runs something with the file rights of nobody, on a thread of its own: Linux keeps the file system user per thread, and takes
/// root's power over files away with it. Tests run by somebody else than root have no such power to lose.
/// </summary>
internal static class Unprivileged
{
    private const int Nobody = 65534;

    public static bool IsRoot => Environment.IsPrivilegedProcess;

    public static void Run(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                _ = SetFileSystemUser(Nobody);
                action();
            }
            catch (Exception e)
            {
                thrown = e;
            }
        });
        thread.Start();
        thread.Join();
        if (thrown is not null)
        {
            ExceptionDispatchInfo.Capture(thrown).Throw();
        }
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileSystemUser(int user);
}
