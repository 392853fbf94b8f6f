using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A throw-away PostgreSQL server of this test run: started on first use as a non-root user, gone when the process ends, however it ends.</summary>
internal sealed class PostgresCluster
{
    private const string Prefix = "resident-assistant-pg-";

    // Without fsync what a killed process wrote still stands; only a crash of the machine would lose it, and with it the test.
    // The keeper runs beside the server and waits on its standard input, which closes even when the test process is killed.
    private const string Keeper = """
        root=$1; bin=$2; port=$3
        trap : INT TERM HUP
        umask 077
        mkdir "$root" && echo $$ > "$root/keeper" && cd "$root" || exit 1
        if "$bin/initdb" -D data -U tester --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >log 2>&1 &&
           "$bin/pg_ctl" -D "$root/data" -l log -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$root -c max_connections=300 -c fsync=off -c full_page_writes=off" start >>log 2>&1
        then echo ready; cat >/dev/null; "$bin/pg_ctl" -D "$root/data" -m immediate stop >/dev/null 2>&1
        else tail -n 5 log; fi
        cd /; rm -rf "$root"
        """;

    private static readonly Lazy<Task<PostgresCluster>> Running = new(StartAsync);

    private readonly Process keeper;

    private PostgresCluster(Process keeper, string root, int port)
    {
        this.keeper = keeper;
        Port = port;
        Socket = root;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
    }

    /// <summary>Why there can be no server here, or null when there can.</summary>
    public static string? Missing { get; } = FindBinaries() is null
        ? "PostgreSQL's initdb and pg_ctl were not found under /usr/lib/postgresql/*/bin (Debian: apt-get install postgresql)."
        : Environment.IsPrivilegedProcess && Runner() is null ? "PostgreSQL does not run as root, and neither the user postgres nor nobody exists." : null;

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Folder of its Unix socket.</summary>
    public string Socket { get; }

    /// <summary>The server of this run, started when first asked for.</summary>
    public static Task<PostgresCluster> StartedAsync() => Running.Value;

    /// <summary>How to reach a database of this server.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = "tester", Database = database, MaxPoolSize = 40, IncludeErrorDetail = true }.ConnectionString;

    private static async Task<PostgresCluster> StartAsync()
    {
        if (Missing is { } reason) throw new InvalidOperationException(reason);
        SweepLeftovers();
        for (var attempt = 1; ; attempt++)
        {
            var root = Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("N")[..12]);
            var port = FreePort();
            var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
            string[] words = [.. Environment.IsPrivilegedProcess ? ["runuser", "-u", Runner()!, "--"] : Array.Empty<string>(),
                "sh", "-c", Keeper, "keeper", root, FindBinaries()!, port.ToString(CultureInfo.InvariantCulture)];
            start.FileName = words[0];
            foreach (var word in words[1..]) start.ArgumentList.Add(word);
            var process = Process.Start(start)!;
            var first = await process.StandardOutput.ReadLineAsync();
            if (first == "ready") return new PostgresCluster(process, root, port);
            var why = $"{first}\n{await process.StandardOutput.ReadToEndAsync()}";
            process.Dispose();
            // Somebody else may have taken the free port meanwhile.
            if (attempt == 3) throw new InvalidOperationException($"PostgreSQL did not start: {why}");
        }
    }

    private void Stop()
    {
        keeper.StandardInput.Close();
        keeper.WaitForExit(TimeSpan.FromSeconds(10));
    }

    /// <summary>Removes what a run left whose keeper was killed too; another run's living keeper or foreign process is never touched.</summary>
    private static void SweepLeftovers()
    {
        foreach (var root in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (!File.Exists(Path.Combine(root, "keeper")) || Alive(Path.Combine(root, "keeper"), root) is not null) continue;
                if (Alive(Path.Combine(root, "data", "postmaster.pid"), root) is { } orphan)
                {
                    using var server = Process.GetProcessById(orphan);
                    server.Kill();
                    server.WaitForExit(TimeSpan.FromSeconds(10));
                }

                Directory.Delete(root, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Another run sweeps the same folder, or it is another user's: either way not ours.
            }
        }
    }

    /// <summary>The process named in the first line of that file, if it lives and its command line names this cluster's folder.</summary>
    private static int? Alive(string file, string root) =>
        File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var id) && File.Exists($"/proc/{id}/cmdline")
            && File.ReadAllText($"/proc/{id}/cmdline").Contains(root, StringComparison.Ordinal) ? id : null;

    private static string? FindBinaries() => !Directory.Exists("/usr/lib/postgresql") ? null : Directory.GetDirectories("/usr/lib/postgresql")
        .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin"))
        .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "pg_ctl")));

    private static string? Runner()
    {
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return users.Contains("postgres") ? "postgres" : users.Contains("nobody") ? "nobody" : null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
