using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Repair;
using MySqlReplication.Repair;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Repair;

public sealed class RepairStoppedRelayLogTests
{
    [Fact]
    public async Task The_former_lines_go_in_front_of_the_new_ones()
    {
        using var server = Renamed();
        server.AddInfo("old-relay.000002");

        var repair = await server.RunAsync();

        Assert.True(repair.Changed);
        Assert.Equal(RelayLogRepairMethod.OfflineIndexJoined, repair.Method);
        Assert.Equal(["./old-relay.000001", "./old-relay.000002", "./new-relay.000001"], server.Lines("new-relay.index"));
        Assert.False(File.Exists(server["old-relay.index"]));
        Assert.Equal(["./old-relay.000001", "./old-relay.000002"], File.ReadAllLines(Assert.Single(Directory.GetFiles(server.Data, "old-relay.index.*.superseded"))));
        Assert.True(File.Exists(server["old-relay.000002"]));
        Assert.Equal(new BinlogCoordinates("mysql-bin.000001", 824), repair.BeforeCoordinates);
        Assert.Equal("127.0.0.1:4711", repair.Server.ToString());
        Assert.Null(repair.Proof!.ThreadsRun);
        Assert.NotEmpty(repair.Proof.NotProven);
    }

    [Fact]
    public async Task The_second_run_changes_nothing()
    {
        using var server = Renamed();
        server.AddInfo("old-relay.000002");
        await server.RunAsync();
        var before = server.State();

        var again = await server.RunAsync();

        Assert.False(again.Changed);
        Assert.Equal(RelayLogRepairMethod.None, again.Method);
        Assert.Null(again.JournalEntry);
        Assert.Equal(before, server.State());
    }

    [Fact]
    public async Task The_plan_changes_nothing_and_shows_the_lines()
    {
        using var server = Renamed();
        server.AddInfo("old-relay.000002");
        var before = server.State();

        using var prepared = await server.PrepareAsync();

        Assert.Equal(before, server.State());
        Assert.Contains("+./old-relay.000001\n+./old-relay.000002\n ./new-relay.000001\n", prepared.Plan.Steps[0].Text, StringComparison.Ordinal);
        Assert.All(prepared.Plan.Steps, s => Assert.Equal(MySqlReplication.Plans.Reversibility.Reversible, s.Reversibility));
    }

    [Fact]
    public async Task Before_the_first_start_with_the_new_name_the_index_is_made()
    {
        using var server = new StoppedDirectory();
        server.AddLogs("old-relay", 2);
        server.AddInfo("old-relay.000002");

        await server.RunAsync();

        Assert.Equal(["./old-relay.000001", "./old-relay.000002"], server.Lines("new-relay.index"));
        Assert.Empty(Directory.GetFiles(server.Data, "*.bak"));
    }

    [Fact]
    public async Task Owner_and_mode_are_those_that_the_server_can_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var server = new StoppedDirectory();
        server.AddLogs("old-relay", 1);
        server.AddInfo("old-relay.000001");
        File.SetUnixFileMode(server["old-relay.index"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        await server.RunAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(server["new-relay.index"]));
    }

    [Fact]
    public async Task Each_channel_is_joined_by_itself()
    {
        using var server = new StoppedDirectory();
        server.AddLogs("old-relay", 1);
        server.AddInfo("old-relay.000001");
        server.AddLogs("old-relay-c@002d4", 2);
        server.AddInfo("old-relay-c@002d4.000002", "-c@002d4");
        Assert.Equal(["", "c-4"], RepairStoppedRelayLog.Channels(server.Request()));

        var repair = await server.RunAsync(server.Request("c-4"));

        Assert.Equal("c-4", repair.Channel);
        Assert.Equal(["./old-relay-c@002d4.000001", "./old-relay-c@002d4.000002"], server.Lines("new-relay-c@002d4.index"));
        Assert.True(File.Exists(server["old-relay.index"]));
        Assert.False(File.Exists(server["new-relay.index"]));
    }

    [Fact]
    public async Task Where_a_table_holds_the_place_the_files_tell()
    {
        using var server = Renamed();
        server.AddLogs("old-relay-c@002d4", 2);
        server.AddLogs("new-relay-c@002d4", 1, received: false);
        File.WriteAllBytes(server["binlog.000001"], RelayLogs.BinaryLog(1, 2));
        File.WriteAllText(server["binlog.index"], "./binlog.000001\n");

        var repair = await server.RunAsync();

        Assert.True(repair.Changed);
        Assert.Equal(["./old-relay.000001", "./old-relay.000002", "./new-relay.000001"], server.Lines("new-relay.index"));
        Assert.True((await server.RunAsync(server.Request("c-4"))).Changed);
        Assert.Equal(["./old-relay-c@002d4.000001", "./old-relay-c@002d4.000002", "./new-relay-c@002d4.000001"], server.Lines("new-relay-c@002d4.index"));
    }

    [Fact]
    public async Task A_relay_log_that_a_receiver_writes_is_left_alone()
    {
        using var server = new StoppedDirectory();
        server.AddLogs("old-relay", 2);
        server.AddLogs("new-relay", 2);
        Assert.False((await server.RunAsync()).Changed);
    }

    [Fact]
    public async Task Of_several_former_names_the_admin_says_which()
    {
        using var server = Renamed();
        server.AddLogs("older-relay", 1);

        var failure = await Assert.ThrowsAsync<ReplicationException>(() => server.PrepareAsync());
        Assert.Equal(ErrorIds.FormerRelayLogAmbiguous, failure.ErrorId);
        Assert.Contains("older-relay.index", failure.Message, StringComparison.Ordinal);

        await server.RunAsync(server.Request(former: "older-relay"));
        Assert.Equal(["./older-relay.000001", "./new-relay.000001"], server.Lines("new-relay.index"));
    }

    [Fact]
    public async Task Without_a_start_and_without_a_file_the_former_name_is_asked_for()
    {
        using var server = new StoppedDirectory();
        server.AddLogs("old-relay", 1);
        Assert.Equal(ErrorIds.FormerRelayLogNotFound, Assert.Throws<ReplicationException>(() => RepairStoppedRelayLog.Channels(server.Request())).ErrorId);
        Assert.Equal([""], RepairStoppedRelayLog.Channels(server.Request(former: "old-relay")));
        await server.RunAsync(server.Request(former: "old-relay"));
        Assert.Equal(["./old-relay.000001"], server.Lines("new-relay.index"));
    }

    [Fact]
    public async Task A_listed_file_that_is_gone_is_refused()
    {
        using var server = Renamed();
        server.AddInfo("old-relay.000002");
        File.Delete(server["old-relay.000002"]);
        await Refused(server, ErrorIds.RelayLogFileMissing);
    }

    [Fact]
    public async Task An_index_that_does_not_list_the_place_is_refused()
    {
        using var server = Renamed();
        server.AddInfo("other-relay.000002");
        await Refused(server, ErrorIds.FormerRelayLogNotFound);
    }

    [Fact]
    public async Task A_relay_log_sent_to_another_directory_is_refused()
    {
        using var server = new StoppedDirectory("relay-log=/elsewhere/relay");
        server.AddLogs("old-relay", 1);
        server.AddInfo("old-relay.000001");
        await Refused(server, ErrorIds.RelayLogDirectoryChanged);
    }

    [Fact]
    public async Task A_name_that_depends_on_the_host_is_refused()
    {
        using var server = new StoppedDirectory("skip-external-locking");
        server.AddLogs("old-relay", 1);
        server.AddInfo("old-relay.000001");
        await Refused(server, ErrorIds.RelayLogNameUnknown);
    }

    [Fact]
    public async Task What_is_no_data_directory_is_refused()
    {
        using var server = Renamed();
        Directory.Delete(server["mysql"]);
        await Refused(server, ErrorIds.NotADataDirectory);
    }

    [Fact]
    public async Task A_relay_log_info_that_is_none_is_refused()
    {
        using var server = Renamed();
        File.WriteAllText(server["relay-log.info"], "5\n");
        await Refused(server, ErrorIds.RelayLogFileNotReadable);
    }

    [Fact]
    public async Task A_server_that_answers_on_its_socket_runs()
    {
        using var server = Renamed();
        server.AddInfo("old-relay.000002");
        using (server.Answer())
        {
            await Refused(server, ErrorIds.ServerStillRuns);
        }

        Assert.True((await server.RunAsync()).Changed);
    }

    [Fact]
    public async Task A_server_that_starts_between_plan_and_run_is_noticed_and_nothing_is_changed()
    {
        using var server = Renamed();
        server.AddInfo("old-relay.000002");
        var before = server.State();
        using var prepared = await server.PrepareAsync();
        using (server.Answer())
        {
            var failure = await Assert.ThrowsAsync<ReplicationException>(() => prepared.ApplyAsync(CancellationToken.None));
            Assert.Equal(ErrorIds.ServerStillRuns, failure.ErrorId);
        }

        Assert.Equal(before, server.State());
    }

    [Fact]
    public async Task The_journal_says_how_to_take_it_back()
    {
        using var server = Renamed();
        server.AddInfo("old-relay.000002");
        var repair = await server.RunAsync();

        var steps = Journal.Read(repair.JournalEntry!).Steps;
        Assert.Equal(server["new-relay.index"], steps[0].Undo!.File);
        Assert.Equal(["./new-relay.000001"], File.ReadAllLines(steps[0].Undo!.Backup!));
        Assert.Equal(server["old-relay.index"], steps[1].Undo!.File);
        Assert.True(File.Exists(steps[1].Undo!.Backup));
    }

    private static StoppedDirectory Renamed()
    {
        var server = new StoppedDirectory();
        server.AddLogs("old-relay", 2);
        server.AddLogs("new-relay", 1, received: false);
        return server;
    }

    private static async Task Refused(StoppedDirectory server, string errorId)
    {
        var before = server.State();
        var failure = await Assert.ThrowsAsync<ReplicationException>(() => server.PrepareAsync());
        Assert.Equal(errorId, failure.ErrorId);
        Assert.NotNull(failure.RecommendedAction);
        Assert.Equal(before, server.State());
        Assert.False(Directory.Exists(server.Journal));
    }
}
