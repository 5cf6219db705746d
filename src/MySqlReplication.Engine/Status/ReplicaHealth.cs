using MySqlReplication.Engine.Servers;
using MySqlReplication.Status;

namespace MySqlReplication.Engine.Status;

/// <summary>The verdict on a link: true only when it is proven, false when it is broken, null when it cannot be known.</summary>
internal static class ReplicaHealth
{
    public static ReplicaStatus Judge(ReplicaStatus status, ServerFacts facts)
    {
        var reason = StatusTexts.WhyBroken(status, facts);
        return reason is not null
            ? status with { IsHealthy = false, HealthReason = reason }
            : status with { IsHealthy = null, HealthReason = StatusTexts.NotProven };
    }
}
