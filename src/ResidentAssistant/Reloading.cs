using System.Runtime.InteropServices;

namespace ResidentAssistant;

/// <summary>Reads one kind of file again while the program runs: the dialogs, the answers, the words to understand. Gives back its faults, one sentence each; with a fault everything stays as it was.</summary>
internal delegate Task<IReadOnlyList<string>> Reload(CancellationToken ct);

/// <summary>Reads everything that people edit again, when somebody asks in the console or sends SIGHUP.</summary>
internal sealed partial class Reloading(IEnumerable<Reload> all, ILogger<Reloading> log) : BackgroundService
{
    private readonly SemaphoreSlim one = new(1);
    private readonly SemaphoreSlim asked = new(0);

    /// <summary>Reads all of it again and tells what could not be taken.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            var faults = new List<string>();
            foreach (var reload in all) faults.AddRange(await reload(ct));
            foreach (var fault in faults) Faulty(fault);
            if (faults.Count == 0) Done();
            Memory.GiveBack();
            return faults;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        one.Dispose();
        asked.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            // Otherwise the signal would end the program.
            context.Cancel = true;
            asked.Release();
        });
        try
        {
            while (true)
            {
                await asked.WaitAsync(stoppingToken);
                await RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(LogLevel.Information, "Dialogs, answers and words were read again")]
    private partial void Done();

    [LoggerMessage(LogLevel.Error, "Not taken, the files before stay in use: {Fault}")]
    private partial void Faulty(string fault);
}
