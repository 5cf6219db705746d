using System;
using System.Collections.Generic;
using System.Linq;
using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Engine.Dialects;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Diagnosis;

/// <summary>Rows as the servers gave them (MySQL 5.6, 9.7, MariaDB 10.5 to 11.8), and the verdict on each.</summary>
public sealed class RelayLogRulesTests
{
    private const string NewBase = "/var/lib/mysql/new-relay";

    [Theory]
    [InlineData("Master", "Slave")]
    [InlineData("Source", "Replica")]
    public void Both_stopped_without_error_and_no_space_and_another_name_is_a_renamed_relay_log(string source, string replica)
    {
        var verdict = Judge(Row(source, replica, "No", "No", space: 0));

        Assert.Equal(RelayLogVerdict.Unusable, verdict.Verdict);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(RelayLogRules.Renamed, finding.Id);
        Assert.Contains("old-relay.000002", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("Relay_Log_Space is 0", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains(NewBase, finding.Evidence, StringComparison.Ordinal);
        Assert.Equal("Repair-RelayLog db2:3306", finding.Fix);
    }

    [Theory]
    [InlineData(1872)]
    [InlineData(13124)]
    public void What_START_left_behind_on_MySQL_is_the_same_fault(int code)
    {
        var verdict = Judge(Row("Source", "Replica", "No", "No", space: 0, applierError: code));
        Assert.Equal(RelayLogRules.Renamed, Assert.Single(verdict.Findings).Id);
    }

    [Fact]
    public void Two_running_threads_are_whole_unless_a_gap_was_seen()
    {
        var row = Row("Master", "Slave", "Yes", "Yes", space: 900, file: "new-relay.000002");
        Assert.Equal(RelayLogVerdict.Whole, Judge(row).Verdict);
        var gap = RelayLogRules.Judge(row, NewBase, hasGap: true);
        Assert.Equal((RelayLogVerdict.Unusable, RelayLogRules.Incomplete), (gap.Verdict, gap.Findings.Single().Id));
        Assert.True(gap.ApplierReachedTheDamage);
    }

    [Fact]
    public void The_same_name_without_space_is_a_missing_relay_log()
    {
        var verdict = Judge(Row("Master", "Slave", "No", "No", space: 0, file: "new-relay.000007"));
        Assert.Equal(RelayLogVerdict.Unusable, verdict.Verdict);
        Assert.Equal(RelayLogRules.Missing, Assert.Single(verdict.Findings).Id);
    }

    [Theory]
    [InlineData(1594)]
    [InlineData(13121)]
    [InlineData(1866)]
    public void A_relay_log_that_the_applier_cannot_read_is_damaged_though_the_receiver_runs(int code)
    {
        var verdict = Judge(Row("Master", "Slave", "Yes", "No", space: 900, applierError: code, file: "new-relay.000002"));
        Assert.Equal(RelayLogVerdict.Unusable, verdict.Verdict);
        Assert.Equal(RelayLogRules.Damaged, Assert.Single(verdict.Findings).Id);
    }

    [Fact]
    public void Running_threads_are_whole_even_if_the_file_has_another_name()
    {
        // So it is after the indexes were joined, until the receiver begins a new file.
        var verdict = Judge(Row("Master", "Slave", "Yes", "Yes", space: 900));
        Assert.Equal(RelayLogVerdict.Whole, verdict.Verdict);
        Assert.Empty(verdict.Findings);
    }

    [Theory]
    [InlineData("No", "No")]
    [InlineData("Yes", "No")]
    [InlineData("No", "Yes")]
    public void A_link_stopped_by_hand_has_space_and_no_error(string receiver, string applier)
    {
        var verdict = Judge(Row("Master", "Slave", receiver, applier, space: 900, file: "new-relay.000002"));
        Assert.Equal(RelayLogVerdict.StoppedByHand, verdict.Verdict);
        Assert.Empty(verdict.Findings);
        Assert.Contains("stopped without any error", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connecting", "Yes", 1045, 0)]
    [InlineData("Connecting", "Yes", 0, 0)]
    [InlineData("No", "Yes", 1236, 0)]
    [InlineData("Yes", "No", 0, 1062)]
    [InlineData("No", "No", 1593, 0)]
    [InlineData("No", "No", 0, 1062)]
    public void Other_faults_are_not_the_relay_log(string receiver, string applier, int receiverError, int applierError)
    {
        var verdict = Judge(Row("Master", "Slave", receiver, applier, space: 900, file: "new-relay.000002", receiverError: receiverError, applierError: applierError));
        Assert.Equal(RelayLogVerdict.OtherCause, verdict.Verdict);
        Assert.Empty(verdict.Findings);
        Assert.NotNull(verdict.Reason);
    }

    [Fact]
    public void An_error_of_the_receiver_without_space_is_not_the_relay_log()
    {
        var verdict = Judge(Row("Master", "Slave", "No", "No", space: 0, receiverError: 1593));
        Assert.Equal(RelayLogVerdict.OtherCause, verdict.Verdict);
    }

    [Theory]
    [InlineData("new-relay.000001", "", true)]
    [InlineData("./new-relay.000001", "", true)]
    [InlineData("new-relay-old.000001", "", false)]
    [InlineData("new-relay-c@002d4.000001", "c-4", true)]
    [InlineData("old-relay-c@002d4.000001", "c-4", false)]
    [InlineData("new.000001", "", false)]
    public void Names_are_compared_as_the_server_makes_them(string file, string channel, bool same)
        => Assert.Equal(same, RelayLogRules.IsOfBase(file, channel, NewBase));

    [Fact]
    public void Without_a_known_name_the_signs_still_tell()
    {
        var verdict = RelayLogRules.Judge(Row("Master", "Slave", "No", "No", space: 0), null);
        Assert.Equal(RelayLogRules.Missing, Assert.Single(verdict.Findings).Id);
    }

    private static RelayLogDiagnosis Judge(ReplicaStatus status) => RelayLogRules.Judge(status, NewBase);

    private static ReplicaStatus Row(
        string source, string replica, string receiver, string applier, ulong space, string file = "old-relay.000002", int receiverError = 0, int applierError = 0)
    {
        var columns = new Dictionary<string, object?>
        {
            [source + "_Host"] = "127.0.0.1",
            [source + "_Port"] = (ushort)3306,
            ["Relay_Log_File"] = file,
            ["Relay_Log_Pos"] = 478UL,
            ["Relay_" + source + "_Log_File"] = "mysql-bin.000001",
            ["Exec_" + source + "_Log_Pos"] = 824UL,
            [replica + "_IO_Running"] = receiver,
            [replica + "_SQL_Running"] = applier,
            ["Relay_Log_Space"] = space,
            ["Last_IO_Errno"] = receiverError,
            ["Last_IO_Error"] = string.Empty,
            ["Last_SQL_Errno"] = (ushort)applierError,
            ["Last_SQL_Error"] = string.Empty,
        };
        return ReplicaStatusColumns.Read(ServerReference.Parse("db2"), new RawRow(columns.AsEnumerable()));
    }
}
