using System.Collections.Concurrent;
using System.Linq;
using MySqlReplication.Plans;

namespace MySqlReplication.Engine.Tests.Configuration;

/// <summary>Keeps what an operation says.</summary>
internal sealed class Listener : IMessageSink, IProgressSink
{
    private readonly ConcurrentQueue<(MessageKind Kind, string Text)> _said = new();

    public string[] Warnings => _said.Where(s => s.Kind == MessageKind.Warning).Select(s => s.Text).ToArray();

    public void Write(MessageKind kind, string text) => _said.Enqueue((kind, text));

    public void Report(ProgressReport report)
    {
    }
}
