using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>The real program as a process of its own, which can be killed like a machine that loses power.</summary>
internal sealed class AppProcess : IDisposable
{
    private readonly Dictionary<string, string?> settings;
    private readonly string program;
    private readonly StringBuilder output = new();
    private readonly List<(string Text, TaskCompletionSource Printed)> awaited = [];
    private Process? process;

    public AppProcess(Dictionary<string, string?> settings, string environment = "Development", string? program = null)
    {
        this.program = program ?? typeof(Program).Assembly.Location;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        this.settings = new(settings) { ["Urls"] = Address.ToString(), ["ASPNETCORE_ENVIRONMENT"] = environment };
    }

    /// <summary>Where it listens, the same after every start.</summary>
    public Uri Address { get; }

    /// <summary>What it has printed, for the message of a failing test.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>Memory it holds, in bytes.</summary>
    public long Memory
    {
        get
        {
            process!.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts the program and waits until it takes requests.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        for (var i = 0; i < 600; i++)
        {
            if (process.HasExited) throw new InvalidOperationException($"The program ended with {process.ExitCode}: {Output}");
            try
            {
                if ((await client.GetAsync(new Uri(Address, "/health/live"))).StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The program did not start: {Output}");
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>SIGTERM, as a service manager stops it; returns its exit code once it has ended.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    /// <summary>SIGHUP, which asks it to read its files again.</summary>
    public async Task HangUpAsync()
    {
        using var kill = Process.Start("kill", ["-HUP", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Done when a line with this text is printed from now on.</summary>
    public Task Prints(string text)
    {
        var printed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (output) awaited.Add((text, printed));
        return printed.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (process is null) return;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
            foreach (var (text, printed) in awaited)
            {
                if (line.Data?.Contains(text, StringComparison.Ordinal) == true) printed.TrySetResult();
            }
        }
    }
}
