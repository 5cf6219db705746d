using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Configuration;
using Xunit;

namespace MySqlReplication.Engine.Tests.Configuration;

public sealed class OptionFileStoreTests : IDisposable
{
    private static readonly byte[] New = "[mysqld]\nserver-id=2\n"u8.ToArray();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_replaced_with_a_backup_and_keeps_mode_owner_and_attributes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "modes, owners and extended attributes are looked at on Linux");
        var file = _folder.Write("my.cnf", "[mysqld]\nserver-id=1\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        if (Unprivileged.IsRoot)
        {
            UnixFile.GiveTo(file, new UnixFileFacts(1234, 2345, 0));
        }

        var attributes = Run("setfattr", "-n", "user.note", "-v", "kept", file) == 0;
        var before = UnixFile.Facts(file);
        var snapshot = OptionFileSnapshot.Read(file);
        var backup = OptionFileStore.BackupPath(snapshot, new DateTime(2026, 1, 31, 3, 0, 7));
        OptionFileStore.Replace(snapshot, New, backup);

        Assert.Equal("my.cnf.20260131-030007.bak", Path.GetFileName(backup));
        Assert.Equal(["my.cnf", "my.cnf.20260131-030007.bak"], _folder.Names());
        Assert.Equal(New, File.ReadAllBytes(file));
        Assert.Equal(snapshot.Bytes, File.ReadAllBytes(backup));
        Assert.Equal(before, UnixFile.Facts(file));
        Assert.Equal(before, UnixFile.Facts(backup));
        if (attributes)
        {
            Assert.Equal(0, Run("getfattr", "-n", "user.note", file));
        }

        Assert.Equal("my.cnf.20260131-030007-2.bak", Path.GetFileName(OptionFileStore.BackupPath(snapshot, new DateTime(2026, 1, 31, 3, 0, 7))));
    }

    // Two commands of one second plan the same name.
    [Fact]
    public void A_backup_that_another_command_made_meanwhile_is_not_written_over()
    {
        var file = _folder.Write("my.cnf", "[mysqld]\nserver-id=1\n");
        var snapshot = OptionFileSnapshot.Read(file);
        var backup = OptionFileStore.BackupPath(snapshot, new DateTime(2026, 1, 31, 3, 0, 7));
        File.WriteAllText(backup, "theirs");
        Assert.Equal(ErrorIds.OptionFileChangedMeanwhile, Assert.Throws<ReplicationException>(() => OptionFileStore.Replace(snapshot, New, backup)).ErrorId);
        Assert.Equal("theirs", File.ReadAllText(backup));
        Assert.Equal(snapshot.Bytes, File.ReadAllBytes(file));
        Assert.Equal(2, _folder.Names().Length);
    }

    [Fact]
    public void A_link_is_followed_and_stays_a_link()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "real"));
        var real = _folder.Write("real/server.cnf", "[mysqld]\n");
        var first = Path.Combine(_folder.Path, "my.cnf");
        var second = Path.Combine(_folder.Path, "alias.cnf");
        File.CreateSymbolicLink(first, real);
        File.CreateSymbolicLink(second, "my.cnf");

        var snapshot = OptionFileSnapshot.Read(second);
        OptionFileStore.Replace(snapshot, New, OptionFileStore.BackupPath(snapshot, DateTime.Now));

        Assert.Equal(real, File.ResolveLinkTarget(first, returnFinalTarget: false)!.FullName);
        Assert.NotNull(File.ResolveLinkTarget(second, returnFinalTarget: false));
        Assert.Null(File.ResolveLinkTarget(real, returnFinalTarget: false));
        Assert.Equal(New, File.ReadAllBytes(real));
        Assert.Equal(["alias.cnf", "my.cnf", "real"], _folder.Names());
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.Path, "real")).Length);
    }

    [Theory]
    [InlineData("other bytes")]
    [InlineData(null)]
    public void What_somebody_else_wrote_meanwhile_stays(string? theirs)
    {
        var file = _folder.Write("my.cnf", "[mysqld]\nserver-id=1\n");
        var snapshot = OptionFileSnapshot.Read(file);
        File.Delete(file);
        if (theirs is not null)
        {
            File.WriteAllText(file, theirs);
        }

        var failure = Assert.Throws<ReplicationException>(() => OptionFileStore.Replace(snapshot, New, file + ".bak"));
        Assert.Equal(ErrorIds.OptionFileChangedMeanwhile, failure.ErrorId);
        Assert.Equal(theirs is null ? [] : ["my.cnf"], _folder.Names());
        Assert.Equal(theirs, theirs is null ? null : File.ReadAllText(file));
    }

    [Fact]
    public void A_read_only_file_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "made by mode bits");
        var file = _folder.Write("my.cnf", "[mysqld]\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Equal(ErrorIds.OptionFileReadOnly, Id(() => OptionFileStore.AssertWritable(OptionFileSnapshot.Read(file))));
    }

    [Fact]
    public void A_read_only_folder_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "made by mode bits");
        var file = _folder.Write("my.cnf", "[mysqld]\n");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(ErrorIds.OptionFileFolderReadOnly, Id(() => OptionFileStore.AssertWritable(OptionFileSnapshot.Read(file))));
    }

    [Fact]
    public void What_this_user_may_not_do_is_refused_and_leaves_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Unprivileged.IsRoot, "giving up the rights of a thread needs Linux and root");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        var secret = _folder.Write("secret.cnf", "[mysqld]\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var file = _folder.Write("my.cnf", "[mysqld]\n");
        var snapshot = OptionFileSnapshot.Read(file);
        Unprivileged.Run(() =>
        {
            Assert.Equal(ErrorIds.OptionFileNotReadable, Id(() => OptionFileSnapshot.Read(secret)));
            Assert.Equal(ErrorIds.OptionFileFolderReadOnly, Id(() => OptionFileStore.Replace(snapshot, New, file + ".bak")));
        });
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        Unprivileged.Run(() => Assert.Equal(ErrorIds.OptionFileOwnerNotKept, Id(() => OptionFileStore.Replace(snapshot, New, file + ".bak"))));
        Assert.Equal(["my.cnf", "secret.cnf"], _folder.Names());
        Assert.Equal("[mysqld]\n", File.ReadAllText(file));
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        Assert.Equal(ErrorIds.OptionFileNotFound, Id(() => OptionFileSnapshot.Read(Path.Combine(_folder.Path, "none.cnf"))));
        Assert.Equal(ErrorIds.OptionFileIsDirectory, Id(() => OptionFileSnapshot.Read(_folder.Path)));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "dangling.cnf"), "nowhere.cnf");
        Assert.Equal(ErrorIds.OptionFileNotFound, Id(() => OptionFileSnapshot.Read(Path.Combine(_folder.Path, "dangling.cnf"))));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(ErrorIds.OptionFileNotRegular, Id(() => OptionFileSnapshot.Read("/dev/zero")));
        }

        var huge = Path.Combine(_folder.Path, "huge.cnf");
        using (var stream = File.Create(huge))
        {
            stream.SetLength(100 * 1024 * 1024);
        }

        Assert.Equal(ErrorIds.OptionFileTooLarge, Id(() => OptionFileSnapshot.Read(huge)));
    }

    [Fact]
    public async Task A_reader_sees_the_old_file_or_the_new_one_and_never_half()
    {
        var texts = new[] { 'a', 'b' }.Select(c => Encoding.ASCII.GetBytes("[mysqld]\n# " + new string(c, 200_000) + "\n")).ToArray();
        var file = _folder.Write("my.cnf", texts[0]);
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(() =>
        {
            do
            {
                var read = File.ReadAllBytes(file);
                Assert.Contains(texts, t => t.AsSpan().SequenceEqual(read));
                Interlocked.Increment(ref reads);
            }
            while (!stop.IsCancellationRequested);
        }, TestContext.Current.CancellationToken);
        for (var i = 1; i <= 60; i++)
        {
            OptionFileStore.Replace(OptionFileSnapshot.Read(file), texts[i % 2], backup: null);
        }

        await stop.CancelAsync();
        await reader;
        Assert.True(reads > 0);
        Assert.Equal(["my.cnf"], _folder.Names());
    }

    [Fact]
    public void Restoring_brings_every_byte_back_and_refuses_what_was_changed_since()
    {
        var file = _folder.Write("my.cnf", OptionFileShapes.All["mixed line ends"]);
        var snapshot = OptionFileSnapshot.Read(file);
        var backup = OptionFileStore.BackupPath(snapshot, DateTime.Now);
        OptionFileStore.Replace(snapshot, New, backup);
        var hash = OptionFileSnapshot.Hash(New);

        File.AppendAllText(file, "# mine\n");
        Assert.Equal(ErrorIds.OptionFileChangedSince, Id(() => OptionFileRestore.Run(file, backup, hash)));
        File.WriteAllBytes(file, New);
        Assert.True(OptionFileRestore.Run(file, backup, hash));
        Assert.Equal(snapshot.Bytes, File.ReadAllBytes(file));
        Assert.False(OptionFileRestore.Run(file, backup, hash));

        File.WriteAllBytes(file, New);
        File.Delete(backup);
        Assert.Equal(ErrorIds.OptionFileBackupMissing, Id(() => OptionFileRestore.Run(file, backup, hash)));
        Assert.Equal(New, File.ReadAllBytes(file));
    }

    private static string Id(Action action)
    {
        var failure = Assert.Throws<ReplicationException>(action);
        Assert.NotEmpty(failure.RecommendedAction!);
        Assert.NotNull(failure.TargetObject);
        return failure.ErrorId;
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
