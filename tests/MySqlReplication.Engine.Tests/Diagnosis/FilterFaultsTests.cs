using MySqlReplication.Engine.Diagnosis;
using MySqlReplication.Servers;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Engine.Tests.Diagnosis;

/// <summary>Which filter would drop a row of a table that is written with its database as the default.</summary>
public sealed class FilterFaultsTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("replicate-do-db=hello", "replicate-do-db=hello")]
    [InlineData("replicate-do-db=hello replicate-do-db=mysql_replication", null)]
    [InlineData("replicate-ignore-db=mysql_replication", "replicate-ignore-db=mysql_replication")]
    [InlineData("replicate-do-table=hello.t", "replicate-do-table=hello.t")]
    [InlineData("replicate-do-table=mysql_replication.beat", null)]
    [InlineData("replicate-ignore-table=mysql_replication.beat", "replicate-ignore-table=mysql_replication.beat")]
    [InlineData("replicate-wild-do-table=hello.%", "replicate-wild-do-table=hello.%")]
    [InlineData("replicate-wild-do-table=mysql%.%", null)]
    [InlineData(@"replicate-wild-do-table=mysql\_replication.%", null)]
    [InlineData("replicate-wild-ignore-table=mysql.%", null)]
    [InlineData("replicate-wild-ignore-table=mysql_replication.b_at", "replicate-wild-ignore-table=mysql_replication.b_at")]
    [InlineData("replicate-wild-ignore-table=%.%", "replicate-wild-ignore-table=%.%")]
    public void Filters_are_taken_in_the_order_of_the_servers(string filters, string? expected)
    {
        var status = new ReplicaStatus
        {
            Server = new ServerReference(new ServerAddress("db2", 3306)), Channel = string.Empty, Receiver = ReplicaThreadState.Running, Applier = ReplicaThreadState.Running, HealthReason = string.Empty, UsesGtid = false, Row = new RawRow([]),
            Filters = filters.Split(' ', System.StringSplitOptions.RemoveEmptyEntries),
        };
        Assert.Equal(expected, FilterFaults.Drops(status, "mysql_replication", "beat"));
    }
}
