using System;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using System.Threading.Tasks;
using MySqlReplication.Plans;

namespace MySqlReplication.Module.Tests.Hosting;

/// <summary>
/// The engine as the imported module loaded it, in its private context: for public operations that no cmdlet has to itself. The
/// types of Core are shared, so that requests and results need no translation.
/// </summary>
internal static class ShippedEngine
{
    /// <summary>Calls a public static operation: (request, context, token) : Task of a result.</summary>
    /// <param name="operation">Its type's name behind MySqlReplication.Engine.</param>
    /// <param name="method">The method.</param>
    /// <param name="limit">The overall limit.</param>
    /// <param name="request">The request's properties.</param>
    public static async Task<T> CallAsync<T>(string operation, string method, TimeSpan limit, params (string Name, object? Value)[] request)
    {
        var engine = AssemblyLoadContext.All.SelectMany(c => c.Assemblies).Last(a => a.GetName().Name == "MySqlReplication.Engine");
        var call = engine.GetType("MySqlReplication.Engine." + operation, throwOnError: true)!.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!;
        var asked = Activator.CreateInstance(call.GetParameters()[0].ParameterType)!;
        foreach (var (name, value) in request)
        {
            asked.GetType().GetProperty(name)!.SetValue(asked, value);
        }

        var silent = new Silence();
        return await (Task<T>)call.Invoke(null, [asked, new OperationContext(silent, silent) { Timeout = limit }, CancellationToken.None])!;
    }

    private sealed class Silence : IMessageSink, IProgressSink
    {
        public void Write(MessageKind kind, string text)
        {
        }

        public void Report(ProgressReport report)
        {
        }
    }
}
