using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ResidentAssistant.Tests.Browser;

/// <summary>The vendors' npm packages that tests hold ours against, installed once after a change of the lock file.</summary>
internal static class NodePackages
{
    private static readonly Lazy<string> Installed = new(Install);

    /// <summary>The folder node_modules.</summary>
    public static string Modules => Installed.Value;

    /// <summary>A node script of the tests that may require the packages; its output can be read, its input written.</summary>
    public static Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Modules;
        return Process.Start(start)!;
    }

    // What is installed needs no network.
    private static string Install()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Here())!, "npm");
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
