using ResidentAssistant.Channels.BotFramework;
using ResidentAssistant.Channels.DirectLine;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Storage;

namespace ResidentAssistant;

/// <summary>Checks the settings at the start: one clear sentence per fault.</summary>
internal static class StartCheck
{
    /// <summary>Throws <see cref="SettingException"/> with every fault found.</summary>
    public static void Settings(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = new List<string>();
        // Each section's rules stand in its record.
        foreach (var read in (Action[])[() => StorageSettings.Read(configuration), () => DirectLineSettings.Read(configuration), () => BotFrameworkSettings.Read(configuration), () => WeComSettings.Read(configuration)])
        {
            try
            {
                read();
            }
            catch (SettingException e)
            {
                faults.Add(e.Message);
            }
        }

        foreach (var listen in (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (!IsListenable(listen)) faults.Add($"Urls must be addresses such as http://127.0.0.1:5080, not \"{listen}\".");
        if (configuration["PublicUrl"] is { Length: > 0 } address)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) faults.Add($"PublicUrl must be an absolute http or https address, not \"{address}\".");
        }
        else if (!environment.IsDevelopment()) faults.Add("PublicUrl is required outside Development: QR codes, posters and links are made from it.");

        if (!environment.IsDevelopment() && string.IsNullOrWhiteSpace(configuration["Keys:Path"])) faults.Add("Keys:Path is required outside Development: name the folder of the key ring and back it up.");
        foreach (var proxy in configuration.GetSection("Proxy:Known").GetChildren())
        {
            if (!System.Net.IPAddress.TryParse(proxy.Value, out _)) faults.Add($"{proxy.Path} must be an IP address, not \"{proxy.Value}\".");
        }

        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } collector && !Uri.TryCreate(collector, UriKind.Absolute, out _))
            faults.Add($"OTEL_EXPORTER_OTLP_ENDPOINT must be an absolute address, not \"{collector}\".");
        foreach (var level in configuration.GetSection("Logging:LogLevel").GetChildren())
        {
            if (!string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _)) faults.Add($"{level.Path} must be a level such as Information or Warning, not \"{level.Value}\".");
        }

        SettingException.ThrowIfAny(faults);
    }

    private static bool IsListenable(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { Scheme: "http" or "https", Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
