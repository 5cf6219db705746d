namespace MySqlReplication.Plans;

/// <summary>Where the engine's progress goes. May be called from any thread, often; reports may be dropped, but not one that begins something and not the last.</summary>
public interface IProgressSink
{
    /// <summary>Shows how far the work is.</summary>
    void Report(ProgressReport report);
}
