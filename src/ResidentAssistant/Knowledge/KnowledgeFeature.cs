using Microsoft.Extensions.DependencyInjection.Extensions;
using ResidentAssistant.Conversations;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Language;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Knowledge;

/// <summary>Approved answers and their retrieval.</summary>
internal static class KnowledgeFeature
{
    /// <summary>Adds the bank of answers; drafts are said only in Development.</summary>
    public static IServiceCollection AddKnowledge(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var folders = Dialogue.Folders(configuration);
        // A host that decides for itself, such as a test of what Production says, has said so before.
        services.TryAddSingleton(new Serving(environment.IsDevelopment()));
        services.TryAddSingleton(new Hearing(Normal.Of, Han.Syllable));
        return services
            .AddSingleton(p => new IndexBuilder(Path.Combine(folders[0], "understanding", "lexicon.yaml"), p.GetRequiredService<Hearing>()))
            .AddSingleton(p => new EntryFiles(folders, () => Understanding.Starts))
            .AddSingleton<KnowledgeStore>()
            .AddSingleton<KnowledgeBank>()
            .AddSingleton<AnswerTexts>()
            .AddSingleton<Places>()
            .AddSingleton<QuestionStore>()
            .AddDialogActions<KnowledgeActions>()
            .AddSingleton<EntryExport>()
            .AddSingleton<Reload>(p => ct => Task.Run<IReadOnlyList<string>>(() => [.. p.GetRequiredService<KnowledgeBank>().ReadFiles().Select(f => f.ToString())], ct))
            .AddSingleton<IDuty, BankDuty>();
    }

    /// <summary>Maps what is not a page: the edited answers as files.</summary>
    public static void MapKnowledge(this IEndpointRouteBuilder app) =>
        app.MapGet("/staff/knowledge-files.zip", async (EntryExport export, CancellationToken ct) => Results.File(await export.ZipAsync(ct), "application/zip", "knowledge.zip"))
            .WithMetadata(new RequiresAttribute(StaffAction.KnowledgeEdit));
}
