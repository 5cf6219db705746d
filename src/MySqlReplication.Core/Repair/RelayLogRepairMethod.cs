namespace MySqlReplication.Repair;

/// <summary>How a relay log was repaired.</summary>
public enum RelayLogRepairMethod
{
    /// <summary>Nothing was wrong, so nothing was done.</summary>
    None,

    /// <summary>On the running server: the link was reset and goes on from its executed position; what had been fetched is fetched again.</summary>
    Online,

    /// <summary>On the stopped server: the former index was joined in front of the new one; what had been fetched is kept.</summary>
    OfflineIndexJoined,

    /// <summary>
    /// On the stopped server: files that are not there were taken out of the index, so that the server comes up and can be repaired:
    /// start it, then run the repair on the running server.
    /// </summary>
    OfflineIndexShortened,
}
