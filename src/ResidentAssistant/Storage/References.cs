using System.Globalization;

namespace ResidentAssistant.Storage;

/// <summary>Short references that people read and say on the phone: E-0042, Y-0012.</summary>
internal static class References
{
    /// <summary>The next reference under a letter; numbers of rolled-back turns are given out again.</summary>
    public static async Task<string> NextAsync(Transaction transaction, char letter, CancellationToken ct)
    {
        var number = await transaction.FirstAsync<long>("""
            insert into counters (name, value) values (@name, 1)
            on conflict (name) do update set value = counters.value + 1
            returning value
            """, new { name = letter.ToString() }, ct);
        return string.Create(CultureInfo.InvariantCulture, $"{letter}-{number:0000}");
    }
}
