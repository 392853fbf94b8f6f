namespace ResidentAssistant.Language;

/// <summary>What people write and what it means: normal form, sounds, triage, intents.</summary>
internal static class LanguageFeature
{
    /// <summary>Adds the understanding, which learns from the folder <c>understanding</c> beside the dialogs.</summary>
    public static IServiceCollection AddLanguage(this IServiceCollection services, string dialogs) =>
        services.AddSingleton(_ => new Understanding(Path.Combine(dialogs, "understanding")))
            .AddSingleton<Reload>(p => _ => Task.FromResult(p.GetRequiredService<Understanding>().ReadAgain()));
}
