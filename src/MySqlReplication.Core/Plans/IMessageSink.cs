namespace MySqlReplication.Plans;

/// <summary>Where the engine's sentences go. Implementations may be called from any thread; they never carry a secret.</summary>
public interface IMessageSink
{
    /// <summary>Says something. When nobody listens any more it is dropped: a put-back after Ctrl-C goes on all the same.</summary>
    void Write(MessageKind kind, string text);
}
