using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.WebEncoders;

namespace ResidentAssistant.Web;

/// <summary>What all pages share: Razor, headers, error pages, signed links.</summary>
internal static class WebFeature
{
    /// <summary>Adds Razor Pages (each lies with its feature and names its own address) and the signed links.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorPages(options => options.RootDirectory = "/");
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            options.Cookie.Name = "form";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = IsHttps(configuration) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        // Chinese stays readable in the page's source; only what HTML needs is escaped.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services.AddSingleton<ResidentLink>();
    }

    /// <summary>Headers, then error replies, then routing and the gate; call it before anything is mapped.</summary>
    public static void UseWeb(this WebApplication app)
    {
        app.UseKnownProxies();
        app.UseMiddleware<SecurityHeaders>();
        app.UseErrors();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Answers refusals and faults, as a page or as JSON; part of <see cref="UseWeb"/>.</summary>
    public static void UseErrors(this IApplicationBuilder app) => app.UseMiddleware<Errors>();

    /// <summary>True when people reach this installation by https.</summary>
    public static bool IsHttps(IConfiguration configuration) => configuration["PublicUrl"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
}
