using ResidentAssistant.Web;

namespace ResidentAssistant.Notices;

/// <summary>Addresses of notices: the open one that anybody may read, and the personal one by which a household says that it knows.</summary>
internal sealed class NoticeLinks(ResidentLink links, IConfiguration configuration, TimeProvider clock)
{
    private const string Purpose = "notice";
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(60);

    /// <summary>The open address.</summary>
    public string Of(Guid noticeId) => $"{configuration["PublicUrl"]?.TrimEnd('/')}/n/{noticeId:N}";

    /// <summary>The personal address of a household, said in a conversation; it holds for 60 days and shows nothing personal.</summary>
    public string Of(Guid noticeId, Guid householdId, Guid conversationId) => $"{Of(noticeId)}?k={links.Make(Purpose, $"{noticeId:N}{householdId:N}{conversationId:N}", clock.GetUtcNow() + Lasts)}";

    /// <summary>The household of a personal address and the conversation it was said in, or null when it belongs to another notice; throws <see cref="RefusedException"/> when it was altered or has ended.</summary>
    public (Guid Household, Guid Conversation)? SaidTo(Guid noticeId, string key) => links.Read(Purpose, key) is { Length: 96 } said && said.StartsWith($"{noticeId:N}", StringComparison.Ordinal)
        ? (Guid.ParseExact(said.AsSpan(32, 32), "N"), Guid.ParseExact(said.AsSpan(64), "N")) : null;
}
