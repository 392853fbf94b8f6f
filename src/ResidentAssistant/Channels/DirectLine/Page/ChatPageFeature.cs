using System.Data.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.DirectLine.Page;

/// <summary>Tells whether the store answers now; never throws for a store that does not.</summary>
internal delegate Task<bool> StoreAnswers(CancellationToken ct);

/// <summary>The resident's chat page at <c>/chat</c>.</summary>
internal static class ChatPageFeature
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Adds the page; it is served by <c>MapRazorPages</c>, its files by <c>MapStaticAssets</c>.</summary>
    public static IServiceCollection AddChatPage(this IServiceCollection services)
    {
        services.TryAddSingleton<StoreAnswers>(provider => ct => AnswersAsync(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>(), ct));
        return services;
    }

    private static async Task<bool> AnswersAsync(Database database, TimeProvider clock, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await database.FirstAsync<int>("select 1 from conversations limit 1", null, either.Token).WaitAsync(either.Token);
            return true;
        }
        catch (Exception fault) when (fault is DbException or TimeoutException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
