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
    /// <summary>Adds the bank of answers.</summary>
    public static IServiceCollection AddKnowledge(this IServiceCollection services, IConfiguration configuration)
    {
        var folders = Dialogue.Folders(configuration);
        services.TryAddSingleton(new Hearing(Normal.Of, Han.Syllable));
        // A host that has read the files already, such as the tests, says so before.
        services.TryAddSingleton(p => new IndexBuilder(Path.Combine(folders[0], "understanding", "lexicon.yaml"), p.GetRequiredService<Hearing>()));
        services.TryAddSingleton(_ => new EntryFiles(folders, () => Understanding.Starts));
        return services
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
