using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ResidentAssistant.Language;

/// <summary>What people write and what it means: normal form, sounds, triage, intents.</summary>
internal static class LanguageFeature
{
    /// <summary>Adds the understanding, which learns from the folder <c>understanding</c> beside the dialogs.</summary>
    public static IServiceCollection AddLanguage(this IServiceCollection services, string dialogs)
    {
        // A host that has learned already, such as the tests, says so before.
        services.TryAddSingleton(_ => new Understanding(Path.Combine(dialogs, "understanding")));
        return services.AddSingleton<Reload>(p => ct => Task.Run(p.GetRequiredService<Understanding>().ReadAgain, ct));
    }
}
