namespace MySqlReplication.Plans;

/// <summary>Where the engine's sentences go. Implementations may be called from any thread; they never carry a secret.</summary>
public interface IMessageSink
{
    /// <summary>Says something; blocks until it has been taken.</summary>
    /// <exception cref="System.OperationCanceledException">Nobody listens any more: stop.</exception>
    void Write(MessageKind kind, string text);
}
