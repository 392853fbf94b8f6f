using System.Globalization;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>How fast broadcasts go out: evenly, one hundredth under the vendor's basic limits for one interface, which are so many calls a minute and fifteen times as many an hour (W 90312; whoever passes them is blocked for as long). Kept as rows, so that it holds over nodes and restarts; what answers use counts too.</summary>
internal sealed class KfPace(Database database, WeComSettings settings, TimeProvider clock)
{
    private const string Rule = "kf-broadcast";

    // A tick may come late; what it missed is made up, but never more than this at once.
    private const double MostSeconds = 3;

    private readonly double perSecond = (settings.CallsPerMinute - Kept(settings.CallsPerMinute)) / 60.0;

    /// <summary>Takes room for as many as may go now.</summary>
    public async Task<int> TakeAsync(int wanted, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        await transaction.ExecuteAsync("insert into pacing (rule, key, spent) values (@Rule, @CorpId, '') on conflict do nothing", new { Rule, settings.CorpId }, ct);
        var row = (await transaction.FirstAsync<string>($"select spent from pacing where rule = @Rule and key = @CorpId {database.Dialect.ForUpdate}", new { Rule, settings.CorpId }, ct))!; // inserted above
        var saved = Saved(row, now);
        var granted = Math.Min(wanted, (int)saved);
        foreach (var (limit, span) in new[] { (settings.CallsPerMinute, TimeSpan.FromMinutes(1)), (settings.CallsPerMinute * 15, TimeSpan.FromHours(1)) })
        {
            if (granted <= 0) break;
            granted = Math.Min(granted, limit - Kept(limit) - await UsedAsync(transaction, now - span, ct));
        }

        granted = Math.Max(0, granted);
        await transaction.ExecuteAsync("update pacing set spent = @spent where rule = @Rule and key = @CorpId",
            new { Rule, settings.CorpId, spent = string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks}:{saved - granted:F4}") }, ct);
        await transaction.CommitAsync(ct);
        return granted;
    }

    private static int Kept(int limit) => Math.Max(1, limit / 100);

    // What could have gone since it was last asked; the first time, one second's share.
    private double Saved(string row, DateTimeOffset now)
    {
        if (row.Split(':') is not [var ticks, var left]) return perSecond;
        var since = TimeSpan.FromTicks(Math.Max(0, now.UtcTicks - long.Parse(ticks, CultureInfo.InvariantCulture)));
        return Math.Min(double.Parse(left, CultureInfo.InvariantCulture) + (since.TotalSeconds * perSecond), Math.Max(1, MostSeconds * perSecond));
    }

    // Handed over since, or written and not yet handed over.
    private static Task<int> UsedAsync(Transaction transaction, DateTimeOffset since, CancellationToken ct) => transaction.FirstAsync<int>("""
        select cast((select count(*) from kf_sends where claimed_at > @since)
             + (select count(*) from outbox o where o.channel = 'wecom-kf' and o.state in ('Pending', 'Sending') and not exists (select 1 from kf_carried k where k.outbox_id = o.id)) as integer)
        """, new { since }, ct);
}
