using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using MySqlReplication.Diagnosis;
using MySqlReplication.Module.Tests.Servers;
using MySqlReplication.Module.Tests.Status;
using MySqlReplication.Status;
using Xunit;

namespace MySqlReplication.Module.Tests.Diagnosis;

/// <summary>Numbers of the catalogue that it takes damaged files or a strange source to see.</summary>
public sealed class ErrorNumberTests
{
    [Theory]
    [InlineData("mysql-5.6")]
    [InlineData("mariadb-11.8")]
    public void Damage_in_the_source_s_log(string server)
    {
        using var link = new FaultyLink(server);
        if (link.IsOld)
        {
            // A length of text beyond the row's end, and a checksum that fits.
            Damage(link, "INSERT INTO d.t VALUES (70, 'abcdefgh')", (bytes, end) =>
            {
                var text = Encoding.Latin1.GetString(bytes).IndexOf("\u0008abcdefgh", StringComparison.Ordinal);
                var row = Enumerable.Range(0, bytes.Length).Where(at => at + 13 < text && BitConverter.ToUInt32(bytes, at + 9) is > 30 and < 100 && at + BitConverter.ToUInt32(bytes, at + 9) == text + 9 + 4).Last();
                bytes[text] = 200;
                var length = (int)BitConverter.ToUInt32(bytes, row + 9);
                Sum(bytes.AsSpan(row, length - 4)).CopyTo(bytes, row + length - 4);
                return bytes;
            });
            Assert.Equal(1610, Applier(link).Number);

            // A checksum that does not.
            Damage(link, "INSERT INTO d.t VALUES (71, 'bbbbbbbb')", (bytes, end) =>
            {
                bytes[Encoding.Latin1.GetString(bytes).IndexOf("bbbbbbbb", StringComparison.Ordinal)] = (byte)'c';
                return bytes;
            });
            var refused = LinkedPair.Until(link.Session, "$b", status => status is { Receiver: ReplicaThreadState.Stopped, ReceiverErrorCode: > 0 });
            Assert.Equal(1595, refused.ReceiverErrorCode);
            Assert.Equal(1595, refused.ReceiverErrorExplanation!.Number);
        }

        // The source itself says that it may have lost events (type 26, MySQL manual, Incident_event).
        Damage(link, "INSERT INTO d.t VALUES (72, 'x')", (bytes, end) =>
        {
            byte[] incident = [.. BitConverter.GetBytes(1_700_000_000), 26, .. BitConverter.GetBytes((int)link.A.ServerId), .. BitConverter.GetBytes(30), .. BitConverter.GetBytes(end + 30), 0, 0, 1, 0, 4, .. "LOST"u8];
            return [.. bytes[..end], .. incident, .. Sum(incident)];
        });
        Assert.Equal(1590, Applier(link).Number);

        // Half an event, and a next file.
        Damage(link, "INSERT INTO d.t VALUES (73, 'x')", (bytes, end) => bytes[..(end - 8)]);
        var cut = LinkedPair.Until(link.Session, "$b", status => status is { Receiver: ReplicaThreadState.Stopped, ReceiverErrorCode: > 0 });
        Assert.Equal((1236, "truncated event"), (cut.ReceiverErrorCode, cut.ReceiverErrorExplanation!.Case));
        link.Expect("BinlogTruncated", LinkStep.BinaryLog, "-TimeoutSeconds 4", 1236);

        // A source that wants the password in a way that nobody knows.
        using var strange = new HostileServer((_, _) => Task.CompletedTask, async guest =>
        {
            await guest.SendAsync(HostileServer.Greeting);
            await guest.ReadAsync();
            await guest.SendAsync([0xFE, .. "no_such_plugin\0"u8, .. Enumerable.Repeat((byte)'c', 20), 0]);
            await guest.ReadAsync();
        });
        link.Change("MASTER_PORT=" + strange.Address.Split(':')[1] + ", " + link.Here() + (link.IsMariaDB ? ", MASTER_SSL=0, MASTER_SSL_VERIFY_SERVER_CERT=0" : string.Empty));
        link.Expect("LoginPluginUnknown", LinkStep.Login, "-TimeoutSeconds 4", 2059);
    }

    [Fact]
    public void A_table_of_GTIDs_that_an_applier_cannot_write()
    {
        using var link = new FaultyLink("mariadb-11.8");
        link.Sql("b", "SET sql_log_bin = 0; ALTER TABLE mysql.gtid_slave_pos ADD COLUMN more INT");
        link.Sql("a", "INSERT INTO d.t VALUES (70, 'x')");
        Assert.Equal(1942, Applier(link).Number);
        link.Sql("b", "SET sql_log_bin = 0; ALTER TABLE mysql.gtid_slave_pos DROP COLUMN more; START SLAVE");
        link.CatchUp();
        Assert.Equal("1", link.Value("b", "SELECT COUNT(*) FROM d.t WHERE i = 70"));
    }

    // Written while nobody reads, in a file that another one follows; the link begins just before it.
    private static void Damage(FaultyLink link, string sql, Func<byte[], int, byte[]> change)
    {
        link.Sql("b", link.Replica("STOP"));
        var at = link.Here();
        link.Sql("a", sql);
        var end = ((SourceStatus)link.Session.Run("Get-MasterStatus $a").Single.BaseObject).Coordinates;
        link.Sql("a", "FLUSH LOGS");
        var file = Path.Combine(link.A.DataDirectory, end.File);
        File.WriteAllBytes(file, change(File.ReadAllBytes(file), (int)end.Position));
        link.Change(at);
    }

    private static ErrorExplanation Applier(FaultyLink link)
    {
        var status = LinkedPair.Until(link.Session, "$b", s => s is { Applier: ReplicaThreadState.Stopped, ApplierErrorCode: > 0 });
        Assert.Equal(status.ApplierErrorCode, status.ApplierErrorExplanation!.Number);
        return status.ApplierErrorExplanation;
    }

    // CRC-32 as binary logs have it (IEEE 802.3).
    private static byte[] Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            }
        }

        return BitConverter.GetBytes(~sum);
    }
}
