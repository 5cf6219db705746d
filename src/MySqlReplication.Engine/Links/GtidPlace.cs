using MySqlReplication.Status;

namespace MySqlReplication.Engine.Links;

/// <summary>What a place of the source's binary log is by GTID, for a link that is to begin there.</summary>
/// <param name="BeginsThere">Whether a link by GTID begins at the same place.</param>
/// <param name="Reason">When not: why not, as the end of a sentence.</param>
/// <param name="At">MariaDB: the GTID position at that place, which gtid_slave_pos has to be; null elsewhere.</param>
internal sealed record GtidPlace(bool BeginsThere, string Reason, MariaDBGtidPosition? At = null);
