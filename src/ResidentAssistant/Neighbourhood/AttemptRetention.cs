using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Every night: forgets wrong letter codes that count no more.</summary>
internal sealed class AttemptRetention(Database database) : INightly
{
    private const int Days = 30;

    /// <inheritdoc />
    public string Name => "letter attempt retention";

    /// <inheritdoc />
    public Task RunAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ExecuteAsync("delete from letter_attempts where at < @before", new { before = now.AddDays(-Days) }, ct);
}
