using ResidentAssistant.Web;

namespace ResidentAssistant.Evidence;

/// <summary>Links to receipts; each opens one record's receipt for a year and nothing else.</summary>
internal sealed class ReceiptLinks(ResidentLink links, IConfiguration configuration, TimeProvider clock)
{
    private const string Purpose = "receipt";
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(365);

    /// <summary>The address of a record's receipt.</summary>
    public string Of(Guid recordId) => $"{configuration["PublicUrl"]?.TrimEnd('/')}/r/receipt/{links.Make(Purpose, $"{recordId:N}", clock.GetUtcNow() + Lasts)}";

    /// <summary>The record of a link; throws <see cref="RefusedException"/> when it was altered or has ended.</summary>
    public Guid RecordOf(string key) => Guid.ParseExact(links.Read(Purpose, key), "N");
}
