using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlReplication.Hosting;

/// <summary>
/// Reads from the person at the terminal. Every read can be ended by a stop signal, and is refused at once where nobody can answer.
/// </summary>
internal sealed class Keyboard
{
    private readonly StopSignals _signals;
    private readonly bool _nonInteractive;

    /// <summary>Stands over the console's input.</summary>
    /// <param name="signals">What ends a read.</param>
    /// <param name="nonInteractive">True when every question is to fail.</param>
    public Keyboard(StopSignals signals, bool nonInteractive)
    {
        _signals = signals;
        _nonInteractive = nonInteractive;
    }

    /// <summary>True when somebody can answer.</summary>
    public bool CanAsk => !_nonInteractive && !Console.IsInputRedirected;

    /// <summary>Refuses a question that nobody can answer.</summary>
    /// <param name="question">What would be asked, for the message.</param>
    /// <exception cref="HostException">Nobody can answer.</exception>
    public void DemandSomebody(string question)
    {
        if (CanAsk)
        {
            return;
        }

        string reason = _nonInteractive ? "the host was started with -NonInteractive" : "standard input is not a terminal";
        throw new HostException(
            $"The script asks for {question}, but nobody can answer: {reason}. "
            + "Give the answer as a parameter (for a confirmation: -Confirm:$false), or run the script in a terminal.",
            innerException: null, "NobodyCanAnswer", ErrorCategory.InvalidOperation);
    }

    /// <summary>Reads a line, echoed.</summary>
    /// <param name="question">What is asked, for the refusal.</param>
    /// <returns>The line without its end.</returns>
    /// <exception cref="HostException">Nobody can answer, or the input ended.</exception>
    public string ReadLine(string question)
    {
        DemandSomebody(question);
        return Wait(Console.ReadLine)
            ?? throw new HostException($"The input ended where the script asks for {question}.", innerException: null, "InputEnded", ErrorCategory.InvalidOperation);
    }

    /// <summary>Reads one key.</summary>
    /// <param name="question">What is asked, for the refusal.</param>
    /// <param name="echo">Whether the character is shown.</param>
    /// <returns>The key.</returns>
    /// <exception cref="HostException">Nobody can answer.</exception>
    public ConsoleKeyInfo ReadKey(string question, bool echo)
    {
        DemandSomebody(question);
        return Wait(() => Console.ReadKey(intercept: !echo));
    }

    /// <summary>Reads a line without showing anything of it, not even its length.</summary>
    /// <param name="question">What is asked, for the refusal.</param>
    /// <returns>The secret; the caller disposes it.</returns>
    /// <exception cref="HostException">Nobody can answer.</exception>
    public SecureString ReadSecret(string question)
    {
        DemandSomebody(question);
        return Wait(ReadHidden);
    }

    private static SecureString ReadHidden()
    {
        SecureString secret = new();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    secret.MakeReadOnly();
                    return secret;
                case ConsoleKey.Backspace when secret.Length > 0:
                    secret.RemoveAt(secret.Length - 1);
                    break;
                case ConsoleKey.U when key.Modifiers.HasFlag(ConsoleModifiers.Control):
                    secret.Clear();
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        secret.AppendChar(key.KeyChar);
                    }

                    break;
            }
        }
    }

    // A blocked console read cannot be interrupted, so it has a thread of its own (in the background: it does not keep the process
    // alive), and the pipeline's thread leaves when the stop signal comes.
    private T Wait<T>(Func<T> read)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread reader = new(() =>
        {
            try
            {
                answer.SetResult(read());
            }
            catch (Exception failure) when (failure is IOException or InvalidOperationException)
            {
                answer.SetException(failure);
            }
        })
        {
            IsBackground = true,
            Name = "console input",
        };
        reader.Start();
        try
        {
            return answer.Task.WaitAsync(_signals.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The question stands on a line that nobody ended.
            (Console.IsOutputRedirected ? Console.Error : Console.Out).WriteLine();
            throw new PipelineStoppedException();
        }
    }
}
