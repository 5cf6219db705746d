using MySqlReplication.Engine.Plans;
using MySqlReplication.Engine.Servers;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Snapshots;

/// <summary>Switches the target's local_infile on for as long as it is loaded, where that was allowed.</summary>
internal static class LocalInfile
{
    public static void Begin(PlanBuilder builder, SnapshotCase c, ServerSession replica, OperationContext context)
    {
        if (c.SwitchesLocalInfile)
        {
            builder.Statement(
                replica,
                "SET GLOBAL local_infile = 1",
                "so that rows can be streamed (-AllowLocalInfile); it is put back at the end",
                UndoAction.OnServer(replica, "SET GLOBAL local_infile = 0"),
                async token =>
                {
                    // What broke the copy off may have ended the session as well.
                    await replica.KeepOpenAsync(context, token).ConfigureAwait(false);
                    await replica.Connection.ExecuteAsync("SET GLOBAL local_infile = 0", token).ConfigureAwait(false);
                });
        }
    }

    public static void End(PlanBuilder builder, SnapshotCase c, ServerSession replica)
    {
        if (c.SwitchesLocalInfile)
        {
            builder.Statement(replica, "SET GLOBAL local_infile = 0", "as it was");
        }
    }
}
