using System.Collections.Generic;
using System.Threading.Tasks;
using MySqlReplication.Binding;
using MySqlReplication.Hosting;
using MySqlReplication.Servers;

namespace MySqlReplication.Commands.Servers;

/// <summary>
/// Rows on their way into the pipeline. The first goes at once; while the pipeline works on what it got, a bounded number
/// gathers behind it. A slow pipeline slows the server down, not the memory.
/// </summary>
internal sealed class RowStream(ServerReference server, IAnswers answers)
{
    private const int Most = 500;
    private List<object> _gathered = [];
    private Task _onTheWay = Task.CompletedTask;

    public async Task TakeAsync(IReadOnlyList<string> names, object?[] values)
    {
        _gathered.Add(QueryRow.Of(server, names, values));
        if (_onTheWay.IsCompleted || _gathered.Count >= Most)
        {
            await SendAsync().ConfigureAwait(false);
        }
    }

    public async Task EndAsync()
    {
        await SendAsync().ConfigureAwait(false);
        await _onTheWay.ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        // Whatever the pipeline threw for the rows before comes out here.
        await _onTheWay.ConfigureAwait(false);
        if (_gathered.Count > 0)
        {
            _onTheWay = answers.WriteManyAsync(_gathered);
            _gathered = [];
        }
    }
}
