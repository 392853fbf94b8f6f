namespace ResidentAssistant.Operations;

/// <summary>How this installation logs: structured lines with ids and codes, never personal words.</summary>
internal static class Logs
{
    /// <summary>JSON lines outside Development, short lines inside.</summary>
    public static void ForThisInstallation(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        logging.ClearProviders();
        if (environment.IsDevelopment()) logging.AddSimpleConsole(o => { o.SingleLine = true; o.TimestampFormat = "HH:mm:ss "; });
        else logging.AddJsonConsole(o => { o.UseUtcTimestamp = true; o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ"; });
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Data Protection's own notices about its folder are known and wanted.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Quartz", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }
}
