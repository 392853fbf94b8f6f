using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>The npm packages of others that tests prove us against, as npm gives them, and scripts that use them.</summary>
internal static class NpmPackages
{
    private static readonly Lazy<string> Installed = new(Install);

    /// <summary>The folder <c>node_modules</c>.</summary>
    public static string Folder => Installed.Value;

    /// <summary>Runs a script (CommonJS) that may require them: <paramref name="input"/> goes to its standard input, its standard output comes back.</summary>
    public static async Task<string> RunAsync(string script, string input)
    {
        var start = new ProcessStartInfo("node", ["-e", script])
        {
            WorkingDirectory = Path.GetDirectoryName(Folder)!, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var answer = node.StandardOutput.ReadToEndAsync();
        var faults = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? await answer : throw new InvalidOperationException($"node ended with {node.ExitCode}: {await faults}");
    }

    // Once after a change of the lock file; what is installed needs no network.
    private static string Install()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Here())!, "..", "Browser", "npm");
        var modules = Path.Combine(folder, "node_modules");
        var installed = new FileInfo(Path.Combine(modules, ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return modules;
        var start = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]) { WorkingDirectory = folder, RedirectStandardError = true };
        using var npm = Process.Start(start)!;
        var said = npm.StandardError.ReadToEnd();
        npm.WaitForExit();
        return npm.ExitCode == 0 ? modules : throw new InvalidOperationException($"npm ci in {folder} failed: {said}");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
