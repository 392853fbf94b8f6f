using System.Diagnostics;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>The real program run with some arguments until it ended by itself.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it printed on standard output.</param>
/// <param name="Errors">What it printed on standard error.</param>
internal sealed record Ran(int Code, string Output, string Errors)
{
    /// <summary>Runs a verb in a folder of its own, with these settings in its environment.</summary>
    public static async Task<Ran> WithAsync(string folder, string[] arguments, Dictionary<string, string?>? settings = null, string? input = null, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet", [program ?? typeof(Program).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings ?? []) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"The program did not end: {await output}{await errors}", late);
        }

        return new Ran(process.ExitCode, await output, await errors);
    }
}
