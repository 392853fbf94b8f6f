namespace ResidentAssistant;

/// <summary>Checks the settings at the start: one clear sentence per fault.</summary>
internal static class StartCheck
{
    /// <summary>Throws <see cref="SettingException"/> with every fault found.</summary>
    public static void Settings(IConfiguration configuration, IHostEnvironment environment)
    {
        var faults = new List<string>();
        var provider = configuration["Storage:Provider"] ?? "sqlite";
        if (provider is not ("sqlite" or "postgres")) faults.Add($"Storage:Provider must be sqlite or postgres, not \"{provider}\".");
        if (provider == "postgres" && string.IsNullOrWhiteSpace(configuration["Storage:ConnectionString"])) faults.Add("Storage:ConnectionString is required when Storage:Provider is postgres.");
        if (configuration["PublicUrl"] is { Length: > 0 } address)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) faults.Add($"PublicUrl must be an absolute http or https address, not \"{address}\".");
        }
        else if (!environment.IsDevelopment()) faults.Add("PublicUrl is required outside Development: QR codes, posters and links are made from it.");

        if (!environment.IsDevelopment() && string.IsNullOrWhiteSpace(configuration["Keys:Path"])) faults.Add("Keys:Path is required outside Development: name the folder of the key ring and back it up.");
        if (configuration["DirectLine:Secret"] is { Length: > 0 and < 16 }) faults.Add("DirectLine:Secret must have at least 16 characters.");
        var appId = configuration["BotFramework:AppId"];
        if (!string.IsNullOrEmpty(appId) && !Guid.TryParse(appId, out _)) faults.Add("BotFramework:AppId must be a GUID.");
        if (!string.IsNullOrEmpty(appId) && string.IsNullOrEmpty(configuration["BotFramework:AppPassword"])) faults.Add("BotFramework:AppPassword is required when BotFramework:AppId is set.");
        foreach (var trusted in configuration.GetSection("BotFramework:TrustedServiceUrls").GetChildren())
        {
            if (!Uri.TryCreate(trusted.Value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                faults.Add($"{trusted.Path} must be an absolute http or https address, not \"{trusted.Value}\".");
        }

        foreach (var proxy in configuration.GetSection("Proxy:Known").GetChildren())
        {
            if (!System.Net.IPAddress.TryParse(proxy.Value, out _)) faults.Add($"{proxy.Path} must be an IP address, not \"{proxy.Value}\".");
        }

        if (faults.Count > 0) throw new SettingException(string.Join(Environment.NewLine, faults));
    }
}
