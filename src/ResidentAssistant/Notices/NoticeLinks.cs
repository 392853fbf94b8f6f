using ResidentAssistant.Web;

namespace ResidentAssistant.Notices;

/// <summary>Addresses of notices: the open one that anybody may read, and the personal one by which a household says that it knows.</summary>
internal sealed class NoticeLinks(ResidentLink links, IConfiguration configuration, TimeProvider clock)
{
    private const string Purpose = "notice";
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(60);

    /// <summary>The open address.</summary>
    public string Of(Guid noticeId) => $"{configuration["PublicUrl"]?.TrimEnd('/')}/n/{noticeId:N}";

    /// <summary>The personal address of a household; it holds for 60 days and shows nothing personal.</summary>
    public string Of(Guid noticeId, Guid householdId) => $"{Of(noticeId)}?k={links.Make(Purpose, $"{noticeId:N}{householdId:N}", clock.GetUtcNow() + Lasts)}";

    /// <summary>The household of a personal address, or null when it belongs to another notice; throws <see cref="RefusedException"/> when it was altered or has ended.</summary>
    public Guid? HouseholdOf(Guid noticeId, string key) => links.Read(Purpose, key) is { Length: 64 } said && said.StartsWith($"{noticeId:N}", StringComparison.Ordinal) ? Guid.ParseExact(said[32..], "N") : null;
}
